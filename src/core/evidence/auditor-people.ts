import { type Incident, IncidentEvent } from "../domain/incident.ts";
import type { LedgerKind } from "../domain/ledger-entry.ts";
import { samePerson } from "../governance/same-person.ts";
import { incidentOf } from "../incident/transition.ts";
import { countOf } from "../wording/count-of.ts";
import { signOffPath } from "./archive-paths.ts";
import type { AuditorAnswer, EvidenceFacts, RecordFact } from "./evidence-facts.ts";
import { textOf, textsOf } from "./payload-text.ts";
import { termsDifference } from "./terms-difference.ts";

const ofKind = (records: readonly RecordFact[], kind: LedgerKind): readonly RecordFact[] => records.filter(({ entry }) => entry.kind === kind);

/** Every waiver, with its reason, owner and end. */
export const waivers = ({ records, at }: EvidenceFacts): AuditorAnswer => {
  const entered = ofKind(records, "waiver");
  const ends = new Map(entered.flatMap((each) => (textOf(each.payload, "ended", "at") === null ? [] : [[textOf(each.payload, "waiver") ?? "", each] as const])));
  const all = entered.filter((each) => !ends.has(textOf(each.payload, "waiver") ?? ""));
  const over = all.filter(({ payload }) => (textOf(payload, "expiresAt") ?? "") <= at).length;
  return {
    question: "Every waiver, with its reason, owner and expiry",
    short: all.length === 0 ? "No failing finding was waived." : `${countOf(all.length, "waiver")}, ${over} expired by ${at.slice(0, 10)}.`,
    lines: all.map(({ entry, path, payload }) => ({
      text: `${entry.subject}: ${textOf(payload, "finding") ?? "?"} of ${textOf(payload, "model") ?? "?"} in ${textOf(payload, "environment") ?? "every environment"}, because ${textOf(payload, "reason") ?? "nobody said"}; owner ${textOf(payload, "owner") ?? "nobody"}; asked by ${textOf(payload, "requestedBy") ?? "?"}, approved by ${textsOf(payload, "approvedBy").join(", ") || "nobody"}; from ${textOf(payload, "from") ?? entry.time} until ${textOf(payload, "expiresAt") ?? "?"}${endWords(ends.get(entry.subject)?.payload)}`,
      links: [path, ...(ends.get(entry.subject)?.path === undefined ? [] : [ends.get(entry.subject)?.path ?? ""])],
    })),
  };
};

const endWords = (payload: unknown): string =>
  payload === undefined ? "" : `; ended before its time by ${textOf(payload, "ended", "by") ?? "nobody named"} at ${textOf(payload, "ended", "at") ?? "?"}, because ${textOf(payload, "ended", "reason") ?? "nobody said"}`;

/** Who said yes, and whether they had built it themselves. */
export const approvals = ({ records, runs, files }: EvidenceFacts): AuditorAnswer => {
  const authorOf = new Map(runs.map((run) => [run.record.run, run.author]));
  const apart = (who: string, run: string | null): string => {
    const author = authorOf.get(run ?? "") ?? null;
    return author === null ? "who built it is not named" : samePerson(author, who) ? `the same person built it (${author})` : `built by ${author}`;
  };
  const lines = [
    ...ofKind(records, "sign-off").map(({ entry, path, payload }) => {
      const said = (key: string): string => textOf(payload, "statement", "predicate", key) ?? "?";
      const file = signOffPath(entry.subject);
      return { text: `signed off: ${said("model")} in ${said("environment")} by ${said("signer")} at ${said("signedAt")} until ${said("expiresAt")}; built by ${textOf(payload, "statement", "predicate", "author") ?? "nobody named"}${said("selfSigned") === "true" ? "; SELF-SIGNED" : ""}${files.has(file) ? "" : "; its signed file was not at hand when this was exported, the ledger holds what it says"}`, links: [path, ...(files.has(file) ? [file] : [])] };
    }),
    ...ofKind(records, "baseline").map(({ entry, path, payload }) => {
      const who = textOf(payload, "approvedBy") ?? entry.actor;
      return { text: `baseline ${entry.subject} approved by ${who} at ${textOf(payload, "approvedAt") ?? entry.time}: ${textOf(payload, "reason") ?? "no reason"}; ${apart(who, textOf(payload, "run", "id"))}`, links: [path] };
    }),
    ...ofKind(records, "decision").map(({ entry, path, payload }) => {
      const by = textsOf(payload, "by");
      return { text: `${entry.subject}: ${textOf(payload, "action") ?? "?"} with run ${textOf(payload, "run") ?? "?"} by ${by.join(", ") || "policy"} (policy alone: ${textOf(payload, "byPolicy") ?? "?"})${by.length === 0 ? "" : `; ${apart(by[0] ?? "", textOf(payload, "run"))}`}: ${textOf(payload, "reason") ?? ""}${textOf(payload, "said", "text") === null ? "" : `; ${textOf(payload, "said", "by") ?? entry.actor} said: ${textOf(payload, "said", "text") ?? ""}`}`, links: [path] };
    }),
    ...ofKind(records, "request").filter(({ payload }) => ["asked", "approved", "refused"].includes(textOf(payload, "event", "kind") ?? "")).map(({ entry, path, payload }) => ({
      text: `${textOf(payload, "request") ?? entry.subject} ${textOf(payload, "event", "kind") ?? ""} by ${textOf(payload, "event", "by") ?? entry.actor} at ${textOf(payload, "event", "at") ?? entry.time}${textOf(payload, "event", "rule", "singlePerson") === "true" ? "; the policy lets one person ask and approve" : ""}${textOf(payload, "event", "reason") === null ? "" : `: ${textOf(payload, "event", "reason")}`}`, links: [path],
    })),
  ];
  return { question: "Who approved, apart from who built", short: lines.length === 0 ? "Nobody approved anything in this scope." : `${countOf(lines.length, "act")} of approval; whoever approved what they had built is named as such.`, lines };
};

const Entered = (payload: unknown): { readonly incident: string; readonly event: IncidentEvent } | null => {
  const [incident, event] = [textOf(payload, "incident"), IncidentEvent.safeParse((payload as { readonly event?: unknown } | null)?.event)];
  return incident === null || !event.success ? null : { incident, event: event.data };
};

const incidentsOf = (records: readonly RecordFact[]): readonly { readonly incident: Incident; readonly paths: readonly string[] }[] => {
  const known = new Map<string, { events: IncidentEvent[]; paths: string[] }>();
  for (const { path, payload } of ofKind(records, "incident")) {
    const read = Entered(payload);
    if (read === null) continue;
    const one = known.get(read.incident) ?? { events: [], paths: [] };
    one.events.push(read.event);
    one.paths.push(path);
    known.set(read.incident, one);
  }
  return [...known].flatMap(([id, { events, paths }]) => {
    const incident = events[0]?.kind === "opened" ? incidentOf(id, events) : null;
    return incident === null ? [] : [{ incident, paths }];
  });
};

/** What was raised, and how long it took until a person did something. */
export const responses = ({ records, at }: EvidenceFacts): AuditorAnswer => {
  const all = incidentsOf(records);
  const alerts = ofKind(records, "alert");
  return {
    question: "Alerts raised, and the time to a response",
    short: `${countOf(all.length, "incident")}, ${countOf(alerts.length, "alert")} entered as delivered.`,
    lines: all.map(({ incident, paths }) => {
      const answer = incident.events.find(({ kind }) => ["acknowledged", "assigned", "commented", "judged", "post-mortem", "remedied"].includes(kind));
      const told = alerts.filter(({ payload }) => listIn(payload, "alerts").some((alert) => textOf(alert, "incident") === incident.id));
      return {
        text: `${incident.id} ${incident.title} (${incident.severity}), opened at ${incident.openedAt}; first response ${answer === undefined ? `none in ${span(incident.openedAt, incident.closedAt ?? at)}` : `after ${span(incident.openedAt, answer.at)} (${answer.kind})`}; ${incident.closedAt === null ? `still ${incident.status}` : `closed after ${span(incident.openedAt, incident.closedAt)}`}; ${told.length === 0 ? "no alert of it was entered as delivered" : `${countOf(told.length, "alert")} delivered, the first after ${span(incident.openedAt, textOf(told[0]?.payload, "deliveredAt") ?? at)} to ${textOf(told[0]?.payload, "channel") ?? "?"}`}`,
        links: [paths[0] ?? "", paths.at(-1) ?? "", ...told.map(({ path }) => path)].filter((path, index, list) => path !== "" && list.indexOf(path) === index),
      };
    }),
  };
};

const span = (from: string, to: string): string => {
  const minutes = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 60_000));
  return minutes < 120 ? countOf(minutes, "minute") : minutes < 2880 ? countOf(Math.round(minutes / 60), "hour") : countOf(Math.round(minutes / 1440), "day");
};

/** What was taken back: decided, remedied or reverted. */
export const rollbacks = ({ records, runs }: EvidenceFacts): AuditorAnswer => {
  const lines = [
    ...runs.filter(({ record }) => record.outcome.decision.action === "roll-back").map(({ record, path }) => ({ text: `${record.startedAt}: run ${record.run} asked for a roll back: ${record.outcome.decision.reason}`, links: [path] })),
    ...ofKind(records, "decision").filter(({ payload }) => textOf(payload, "action") === "roll-back").map(({ entry, path, payload }) => ({ text: `${textOf(payload, "at") ?? entry.time}: ${entry.subject} decided to roll back ${textOf(payload, "model") ?? ""} in ${textOf(payload, "environment") ?? ""}: ${textOf(payload, "reason") ?? ""}`, links: [path] })),
    ...ofKind(records, "remedy").map(({ entry, path, payload }) => ({ text: `${textOf(payload, "at") ?? entry.time}: remedy ${entry.subject} ${textOf(payload, "kind") === "finished" ? `finished, ${textOf(payload, "done") === "true" ? "done" : "NOT done"}: ${textOf(payload, "outcome") ?? ""}` : `(${textOf(payload, "remedy") ?? "?"}) begun for ${textOf(payload, "incident") ?? "?"} by ${textOf(payload, "by") ?? entry.actor}${textOf(payload, "request") === null ? ", by policy" : `, after ${textOf(payload, "request")}`}`}`, links: [path] })),
    ...ofKind(records, "baseline").filter(({ payload }) => textOf(payload, "revertOf") !== null).map(({ entry, path, payload }) => ({ text: `${entry.time}: baseline ${entry.subject} takes v${textOf(payload, "revertOf")} up again`, links: [path] })),
  ];
  return { question: "Rollbacks", short: lines.length === 0 ? "None was asked for, decided or carried out." : `${countOf(lines.length, "event")}.`, lines };
};

/** How what was agreed changed, value by value. */
export const changes = ({ records }: EvidenceFacts): AuditorAnswer => {
  const lines = [
    ...ofKind(records, "hypothesis").filter(({ payload }) => textOf(payload, "version") !== "1").map(({ entry, path, payload }) => {
      const fields = listIn(payload, "changed");
      return { text: `${entry.time}: ${textOf(payload, "hypothesis") ?? entry.subject} amended to version ${textOf(payload, "version") ?? "?"} by ${textOf(payload, "author") ?? entry.actor}${textOf(payload, "afterTheFact") === "true" ? ", after data it judges were there" : ""}: ${fields.map((each) => `${textOf(each, "field") ?? "?"} ${textOf(each, "before") ?? ""} -> ${textOf(each, "after") ?? ""}`).join("; ") || "nothing that is judged"}; because ${textOf(payload, "reason") ?? "nobody said"}`, links: [path] };
    }),
    ...pairs(ofKind(records, "agreement"), ({ payload }) => textOf(payload, "model") ?? "").map(([before, after]) => ({ text: `${after.entry.time}: terms of ${textOf(after.payload, "model") ?? "?"} changed, entered by ${after.entry.actor}: ${termsDifference(termsIn(before.payload), termsIn(after.payload)).join("; ") || "written otherwise, the same in substance"}`, links: [before.path, after.path] })),
    ...ofKind(records, "policy").filter(({ payload }) => textOf(payload, "before") !== null).map(({ entry, path, payload }) => ({
      text: `${entry.time}: policy changed to version ${textOf(payload, "version") ?? "?"} by ${textOf(payload, "author") ?? entry.actor}${textOf(payload, "request") === null ? "" : ` after ${textOf(payload, "request")}`}: ${listIn(payload, "difference").map((each) => (typeof each === "string" ? each : `${textOf(each, "field") ?? textOf(each, "path") ?? "?"}: ${textOf(each, "before") ?? "nothing"} -> ${textOf(each, "after") ?? "nothing"}`)).join("; ")}`, links: [path],
    })),
    ...ofKind(records, "request").filter(({ payload }) => textOf(payload, "event", "subject", "kind") === "amendment").map(({ entry, path, payload }) => ({ text: `${entry.time}: ${textOf(payload, "event", "by") ?? entry.actor} asked to change ${textOf(payload, "event", "subject", "what") ?? "?"}: ${textOf(payload, "event", "subject", "before") ?? "nothing"} -> ${textOf(payload, "event", "subject", "after") ?? "?"}`, links: [path] })),
  ];
  return { question: "Changes of thresholds, with the difference", short: lines.length === 0 ? "Nothing that was agreed changed." : `${countOf(lines.length, "change")}.`, lines };
};

const listIn = (payload: unknown, key: string): readonly unknown[] => {
  const found = (payload as Readonly<Record<string, unknown>> | null)?.[key];
  return Array.isArray(found) ? found : [];
};

const termsIn = (payload: unknown): unknown => (payload as { readonly terms?: unknown } | null)?.terms;

/** Each record with the one before it of the same name. */
const pairs = (records: readonly RecordFact[], of: (record: RecordFact) => string): (readonly [RecordFact, RecordFact])[] =>
  records.flatMap((record, index) => {
    const before = records.slice(0, index).findLast((each) => of(each) === of(record));
    return before === undefined ? [] : [[before, record] as const];
  });
