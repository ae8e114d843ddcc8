import type { CalendarRecord, HypothesisRecord } from "../../core/domain/hypothesis.ts";
import { hypothesisWords } from "../../core/hypothesis/hypothesis-words.ts";
import { countOf } from "../../core/wording/count-of.ts";
import { listOf } from "../../core/wording/list-of.ts";
import { shortNumber } from "../../core/wording/short-number.ts";
import type { ListedHypothesis } from "./list-hypotheses.ts";
import type { RegisterOutcome } from "./register-hypotheses.ts";
import type { CalendarInForce } from "./registered-calendar.ts";

const day = (time: string): string => time.slice(0, 10);

/** What came of registering, one line each. */
export const registeredText = ({ registered, calendar }: RegisterOutcome): string => {
  const lines = registered.map(({ record, outcome }) => {
    if (outcome === "unchanged") return `${record.hypothesis} is its version ${record.version} of ${day(record.registeredAt)} already\n`;
    const what = outcome === "registered" ? "registered" : `amended to version ${record.version}: ${changesText(record)}`;
    return `${record.hypothesis} ${what}${afterText(record)}\n`;
  });
  return [...lines, calendarText(calendar)].join("");
};

/** The calendar as it is in force, and what of the written one is not. */
export const calendarText = ({ entries, notes, records }: CalendarInForce): string =>
  [...entries.map(({ name, kind, from, to, treatment }) => {
    const last = records.findLast(({ entry }) => entry === name);
    return `calendar: ${name} (${kind}, ${from} to ${to}) is ${treatment === "exclude" ? "not judged" : "judged, and named"}${last === undefined ? "" : `; version ${last.version}, ${day(last.registeredAt)}, ${last.author}${last.reason === null ? "" : `: ${last.reason}`}`}\n`;
  }), ...notes.map((note) => `calendar: ${note}\n`)].join("");

/** One line each: what it is called, whether it is registered, and what the last look said. */
export const listText = (listed: readonly ListedHypothesis[]): string => {
  const wide = Math.max(...listed.map(({ id }) => id.length));
  return listed.map(({ id, state, versions, verdicts, pending, written }) => {
    const last = versions.at(-1);
    const registered = last === undefined ? state : `version ${last.version} of ${day(last.registeredAt)}${state === "registered" ? "" : state === "changed" ? `, changed since: ${listOf(pending.map(({ field }) => field))}` : state === "reworded" ? ", reworded since" : `, ${state}`}`;
    const said = verdicts[0];
    return `${id.padEnd(wide)}  ${(said?.verdict ?? "not judged").padEnd(12)}  ${registered}${last !== undefined && versions.some(({ afterTheFact }) => afterTheFact === true) ? ", after the fact" : ""}\n${" ".repeat(wide)}  ${written?.claim ?? last?.content.claim ?? ""}\n`;
  }).join("");
};

/** All that is known of one: the claim, what it is judged by, its versions and what was said of each. */
export const shownText = ({ id, written, versions, state, pending, verdicts }: ListedHypothesis): string => {
  const content = written ?? versions.at(-1)?.content;
  if (content === undefined) return "";
  const owner = content.owner === null ? "nobody" : [content.owner.name, content.owner.function, content.owner.contact].filter((part) => part !== undefined).join(", ");
  return [
    `${id}: ${content.claim}`,
    `  judged by    ${hypothesisWords(content)}`,
    `  margin       ${content.marginOrigin === "agreed" ? "agreed" : "a default, not agreed"}`,
    `  owner        ${owner}; ${content.severity}; when it fails: ${content.consequence}; ${content.mode}`,
    ...(content.impact === null ? [] : [`  costs        ${shortNumber(content.impact.perDay)} ${content.impact.unit} per day outside`]),
    ...(content.review === null ? [] : [`  review       ${content.review}`]),
    `  state        ${state}${pending.length === 0 ? "" : `: ${listOf(pending.map(({ field, before, after }) => `${field} was ${before} and is ${after}`))}`}`,
    ...versions.map((record) => `  version ${record.version}    ${record.registeredAt.slice(0, 16).replace("T", " ")}Z by ${record.author}${record.version === 1 ? "" : `: ${changesText(record)}`}${afterText(record)}`),
    ...verdicts.slice(0, 20).map(({ asOf, verdict, version, estimate, run, reason }) => `  ${verdict.padEnd(12)} as of ${asOf.slice(0, 10)}, version ${version}${estimate === null ? "" : `, ${shortNumber(estimate)}`}, run ${run}: ${reason}`),
    ...(verdicts.length > 20 ? [`  ${countOf(verdicts.length - 20, "earlier verdict")} more: lockstep runs`] : []),
    "",
  ].join("\n");
};

/** Every version of every hypothesis and entry of the calendar, oldest first. */
export const logText = (hypotheses: readonly HypothesisRecord[], calendar: readonly CalendarRecord[]): string =>
  [...hypotheses.map((record) => ({ record, what: `${record.hypothesis} v${record.version}` })), ...calendar.map((record) => ({ record, what: `calendar ${record.entry} v${record.version}` }))]
    .toSorted((a, b) => a.record.registeredAt.localeCompare(b.record.registeredAt))
    .map(({ record, what }) => `${record.registeredAt.slice(0, 16).replace("T", " ")}Z  ${record.author}  ${what} ${record.version === 1 ? "registered" : changesText(record)}${record.version === 1 && record.reason !== null ? `: ${record.reason}` : ""}${afterText(record)}\n`).join("");

const changesText = (record: HypothesisRecord | CalendarRecord): string =>
  `${record.changed.length === 0 ? ("entry" in record ? "accepted" : "what it expects was read for the first time") : listOf(record.changed.map(({ field, before, after }) => `${field} ${before} -> ${after}`))}${record.reason === null ? "" : `; ${record.reason}`}`;

const afterText = ({ afterTheFact, dataUntil }: { readonly afterTheFact?: boolean | undefined; readonly dataUntil: string | null }): string => (afterTheFact === true ? ` (after the fact: data until ${day(dataUntil ?? "")} were there to be seen)` : "");
