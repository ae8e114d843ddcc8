import type { HypothesisResult, LabelFreeEstimate, Restatement, SeriesJudgement, Validation } from "../../core/domain/validation.ts";
import { formatEffect, formatInterval } from "../wording/format-effect.ts";
import { formatCount, formatNumber, formatPlural, noNumber } from "../wording/format-number.ts";
import { unitKind } from "../wording/unit-kind.ts";
import { verdictWords } from "../wording/verdict-words.ts";
import { daysBetween, localMoment } from "./local-time.ts";
import { shownVerdict } from "./order-hypotheses.ts";
import { outsideCorridor, promisedOf, toldEstimate } from "./outside-corridor.ts";

/** A value of the metric: shares as percentages, amounts of a time with what they are per. */
export const inUnit = (value: number | null, unit: string): string => (value !== null && unit.startsWith("per ") ? `${formatNumber(value)} ${unit}` : formatEffect(value, unit));

/** An estimate with its interval: `78.3 % (77.1 % to 79.4 %)`. */
export const valueWords = ({ estimate, interval }: Pick<SeriesJudgement, "estimate" | "interval">, unit: string): string =>
  estimate === null ? noNumber : `${inUnit(estimate, unit)}${interval === null ? "" : ` (${formatInterval(interval, unit)})`}`;

/** Where production has to lie: `83 % to 87 %`, `at least 83 %`, `at most 120 ms`. */
export const corridorWords = ({ low, high }: SeriesJudgement["corridor"], unit: string): string => {
  if (low === null) return high === null ? "no corridor" : `at most ${inUnit(high, unit)}`;
  return high === null ? `at least ${inUnit(low, unit)}` : `${formatEffect(low, unit)} to ${inUnit(high, unit)}`;
};

/** A distance in the metric's unit: of shares in points, so that nobody takes it for a share of the share. */
export const distanceWords = (amount: number, unit: string): string => {
  if (unitKind(unit).written !== "share") return inUnit(amount, unit);
  const points = formatNumber(amount * 100);
  return `${points} ${points === "1" ? "point" : "points"}`;
};

/** A segment as people write it: `region = west`; everything has no name. */
export const segmentName = ({ segment }: Pick<SeriesJudgement, "segment">): string => (segment === null ? "all" : `${segment.column} = ${segment.value}`);

/* `the corridor of 83 % to 87 %`, `the limit of 120 ms`, `the floor of 83 %`. */
const zoneWords = ({ low, high }: SeriesJudgement["corridor"], unit: string): string =>
  low !== null && high === null ? `the floor of ${inUnit(low, unit)}` : low === null && high !== null ? `the limit of ${inUnit(high, unit)}` : `the corridor of ${corridorWords({ low, high }, unit)}`;

/** Where the estimate lies in one phrase: `78.3 % (77.1 % to 79.4 %), below the corridor of 83 % to 87 %`; `brief` leaves out that it is a corridor. */
export const standsWords = (result: HypothesisResult, judgement: SeriesJudgement, brief = false): string => {
  const told = toldEstimate(judgement);
  const { corridor } = judgement;
  const zone = brief && corridor.low !== null && corridor.high !== null ? corridorWords(corridor, result.unit) : zoneWords(corridor, result.unit);
  if (told.estimate === null) return `no estimate yet, against ${zone}`;
  const outside = outsideCorridor(result, judgement);
  const { low, high } = told.interval ?? { low: null, high: null };
  const across = (low !== null && corridor.low !== null && low < corridor.low) || (high !== null && corridor.high !== null && high > corridor.high);
  const inside = corridor.low === null && corridor.high === null ? "without a corridor" : corridor.low === null ? `below ${zone}` : corridor.high === null ? `above ${zone}` : `inside ${zone}`;
  return `${valueWords(told, result.unit)}, ${outside !== null ? `${outside.side} ${zone}` : across ? `not surely ${inside}` : inside}`;
};

/** How far outside and for how long: `4.7 points beyond the edge, 2.4 times the margin, since 12 Oct 2026 (22 days)`; null while it is inside. */
export const outsideWords = (result: HypothesisResult, judgement: SeriesJudgement, asOf: string): string | null => {
  const outside = outsideCorridor(result, judgement);
  const { timeZone, window } = result.hypothesis;
  const days = judgement.since === null ? null : daysBetween(judgement.since, asOf);
  const since = judgement.since === null ? null : `since ${localMoment(judgement.since, timeZone, window === "hour")}${days === null ? "" : ` (${formatPlural(days, "day")})`}`;
  if (outside === null) return since;
  const far = `${distanceWords(outside.amount, result.unit)} beyond the edge${outside.margins === null ? "" : `, ${formatNumber(outside.margins)} times the margin`}`;
  return since === null ? far : `${far}, ${since}`;
};

/** What was promised and how surely: `85 % ± 0.4 points from 41,200 rows of 2025-backtest.parquet`; null where nothing was. */
export const promisedWords = (result: HypothesisResult): string | null => {
  const { offline, reweighted, unit } = result;
  if (offline === null) return null;
  const told = reweighted ?? offline;
  const error = told.standardError === 0 ? "a promise without an error" : `standard error ${distanceWords(told.standardError, unit)}`;
  return `${formatEffect(told.estimate, unit)}${reweighted === null ? "" : ` for production's mix (${formatEffect(offline.estimate, unit)} as it was offline)`}, ${error}${offline.n === 0 ? "" : `, ${formatPlural(offline.n, offline.kind === "folds" ? "fold" : offline.kind === "simulation" ? "draw" : "row")}`} of ${offline.source}`;
};

/** For whom it holds and for whom it does not; null where no segment was asked for. */
export const forWhomWords = (result: HypothesisResult, ordered: readonly SeriesJudgement[], most = 2): string | null => {
  if (ordered.length === 0) return null;
  const failing = ordered.filter(({ verdict }) => verdict === "fail" || verdict === "warn");
  const open = ordered.filter(({ verdict }) => verdict === "inconclusive" || verdict === "error").length;
  const unsure = open === 0 ? "" : `; ${formatCount(open)} of ${formatPlural(ordered.length, "segment")} cannot be told yet`;
  if (failing.length === 0) return open === ordered.length ? `none of ${formatPlural(ordered.length, "segment")} can be told yet` : `no segment fails by itself${unsure}`;
  const named = failing.slice(0, most).map((segment) => `${segmentName(segment)} at ${formatEffect(toldEstimate(segment).estimate, result.unit)}${promisedOf(result, segment) === null ? "" : ` instead of ${formatEffect(promisedOf(result, segment), result.unit)}`}${segment.since === null || segment.since === result.overall?.since ? "" : ` since ${localMoment(segment.since, result.hypothesis.timeZone)}`}`).join("; ");
  const count = failing.length === ordered.length ? `all ${formatPlural(ordered.length, "segment")}` : `${formatCount(failing.length)} of ${formatPlural(ordered.length, "segment")}`;
  return `${count}: ${named}${failing.length > most ? `; and ${formatCount(failing.length - most)} more` : ""}${unsure}`;
};

/** What it costs so far, in the unit that was agreed; null where none was. */
export const costWords = ({ cost, hypothesis: { impact } }: HypothesisResult): string | null =>
  cost === null ? null : `${formatPlural(cost.days, "day")} outside${impact === null ? "" : ` at ${formatNumber(impact.perDay)} ${impact.unit} a day`}: ${formatNumber(cost.amount)} ${cost.unit}`;

const consequences = { investigate: "investigate", pause: "pause the model", "roll-back": "roll back" } as const;

/** What was agreed to happen, and whose it is: `roll back; Ana Reyes (data science), risk@example.org`. */
export const ownerWords = ({ hypothesis: { owner } }: HypothesisResult): string =>
  owner === null ? "nobody was named as owner" : `${owner.name}${owner.function === undefined ? "" : ` (${owner.function.replaceAll("-", " ")})`}${owner.contact === undefined ? "" : `, ${owner.contact}`}`;

/** What to do: for what was refused its own way out, else what was agreed. */
export const toDoWords = (result: HypothesisResult): string => {
  if (result.refused !== null) return result.refused.todo.replace(/\.$/, "");
  if (shownVerdict(result) === "fail") return consequences[result.hypothesis.consequence];
  if (result.verdict === "pass") return "nothing";
  const needed = result.overall?.needed ?? null;
  return needed === null ? "see that rows and labels arrive, and look again" : `wait for about ${formatPlural(needed, `more ${result.overall?.unit ?? "unit"}`)}, and look again`;
};

/** A label-free estimate with the assumption it stands and falls with. */
export const labelFreeWords = ({ method, from, to, estimate, interval, n, assumption, doubt }: LabelFreeEstimate, { unit, hypothesis: { timeZone } }: HypothesisResult): string =>
  `${method}: ${valueWords({ estimate, interval }, unit)} for ${localMoment(from, timeZone)} to ${localMoment(to, timeZone)}, ${formatPlural(n, "row")}; it assumes that ${assumption.replace(/\.$/, "")}${doubt === null ? "" : `. Doubtful here: ${doubt.replace(/\.$/, "")}`}`;

/** A window whose verdict changed when late labels came: `2026-10-03: 84.1 %, pass, became 81.9 %, fail: late labels`. */
export const restatementWords = ({ window, segment, before, after, why }: Restatement, { unit }: HypothesisResult): string =>
  `${window}${segment === null ? "" : ` in ${segmentName({ segment })}`}: ${formatEffect(before.estimate, unit)}, ${verdictWords[before.verdict].word}, became ${formatEffect(after.estimate, unit)}, ${verdictWords[after.verdict].word}: ${why.replace(/\.$/, "")}`;

/** What warns beside a verdict: a change that was heard and the corridor does not show yet, an offline estimate that may not hold any longer. */
export const warningWords = ({ overall, segments, offline, hypothesis: { timeZone } }: HypothesisResult): string[] => {
  const heard = [...(overall === null ? [] : [overall]), ...segments].filter(({ detector, verdict }) => detector.alarm && verdict !== "fail");
  const stale = offline?.stale ?? null;
  return [
    ...heard.map((judgement) => `${judgement.segment === null ? "it" : segmentName(judgement)} has changed${judgement.detector.since === null ? "" : ` since about ${localMoment(judgement.detector.since, timeZone)}`}; whether it has left its corridor cannot be told yet`),
    ...(stale === null ? [] : [`the offline estimate may not hold any longer: ${stale.replace(/\.$/, "")}`]),
  ];
};

/** What was changed of a hypothesis after it was registered, each change as one sentence. */
export const amendmentWords = ({ amendments, hypothesis: { timeZone } }: HypothesisResult): string[] =>
  amendments.filter(({ version }) => version > 1).map(({ version, registeredAt, author, reason, changed, dataUntil }) => {
    const seen = dataUntil === null ? "" : `; data until ${localMoment(dataUntil, timeZone)} were there to be seen`;
    return `version ${version} of ${localMoment(registeredAt, timeZone)} by ${author}: ${changed.length === 0 ? "nothing that is judged" : changed.map(({ field, before, after }) => `${field} from ${before} to ${after}`).join(", ")}${reason === null ? "" : ` (${reason.replace(/\.$/, "")})`}${seen}`;
  });

/** What changed at that time, nearest first: `1 day before: pandas 2.2.3 became 2.3.0`. */
export const concurrentWords = ({ concurrent, hypothesis: { timeZone } }: HypothesisResult): string[] =>
  [...concurrent].sort((a, b) => Math.abs(a.daysFromOnset ?? Infinity) - Math.abs(b.daysFromOnset ?? Infinity)).map(({ at, what, daysFromOnset }) => {
    const days = daysFromOnset === null ? null : Math.round(daysFromOnset);
    return `${localMoment(at, timeZone)}${days === null ? "" : days === 0 ? ", the same day" : `, ${formatPlural(Math.abs(days), "day")} ${days < 0 ? "before" : "after"}`}: ${what.replace(/\.$/, "")}`;
  });

/** What is held together, in a sentence. */
export const validationFamilyWords = ({ family: { members, alpha, method } }: Validation): string =>
  `${formatPlural(members, "claim")} held together at ${formatEffect(alpha, "share")} (${method}); the intervals hold at every look`;
