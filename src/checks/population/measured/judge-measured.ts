import type { Finding } from "../../../core/domain/finding.ts";
import type { Interval } from "../../../core/domain/interval.ts";
import type { PopulationMetric } from "../../../core/domain/population-comparison.ts";
import type { Verdict } from "../../../core/domain/verdict.ts";
import { fewestPairs } from "../../../core/judge/defaults.ts";
import { type Corridor, judgeCorridor, timesTheRows } from "../../../core/judge/judge-corridor.ts";
import { familyAlpha, type PopulationSettings } from "../../../core/judge/population-settings.ts";
import { differenceOfTwo } from "../../../core/stats/difference-of-two.ts";
import { ratioOfTwo } from "../../../core/stats/ratio-of-two.ts";
import { countOf } from "../../../core/wording/count-of.ts";
import { shortNumber } from "../../../core/wording/short-number.ts";
import type { Measured } from "./measured.ts";

/** All quantities of one output; what is part of another one takes its verdict. */
export const judgeTogether = (measured: readonly Measured[], settings: PopulationSettings): { readonly metric: PopulationMetric; readonly finding: Finding | null }[] => {
  const judged = measured.map((each) => judgeMeasured(each, settings));
  return judged.map((each, index) => {
    const whole = judged[measured.findIndex(({ metric }) => metric === measured[index]?.partOf)];
    return whole === undefined ? each : { ...each, metric: { ...each.metric, verdict: whole.metric.verdict, reason: `a part of ${whole.metric.metric}, whose verdict this is` } };
  });
};

/** The interval that is shown: a pass is this interval inside the margin. */
const shownLevel = 1 - 2 * familyAlpha;

interface Judged {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly estimate: number | null;
  readonly interval: Interval | null;
  readonly needed: number | null;
}

/**
 * A measured quantity against its margin, as a row of the metrics' table (always on the scale of differences, its margin too) and as a finding (on the
 * scale that was judged). What has no margin is shown in the table, and is no finding.
 */
export const judgeMeasured = (measured: Measured, settings: PopulationSettings): { readonly metric: PopulationMetric; readonly finding: Finding | null } => {
  const { metric, of, segment, reference, candidate, nReference, nCandidate } = measured;
  const both = reference === null || candidate === null ? null : { reference, candidate };
  const judged = judge(measured, settings);
  const margin = measured.margin === null || measured.scale === "difference" ? measured.margin : reference === null ? null : reference.value * (measured.margin - 1);
  const { names } = settings;
  return {
    metric: {
      metric, of, segment, reference: reference?.value ?? null, candidate: candidate?.value ?? null,
      difference: both === null ? null : both.candidate.value - both.reference.value, interval: both === null ? null : finiteEnds(differenceOfTwo(both.reference, both.candidate, shownLevel)),
      nReference, nCandidate, margin, verdict: judged.verdict, reason: judged.reason,
    },
    finding: measured.margin === null ? null : {
      id: `${measured.check}:${of}${segment === null ? "" : `:${segment}`}`, check: measured.check, subject: { kind: measured.kind, name: `${measured.words} of ${of}`, segment },
      verdict: judged.verdict, severity: judged.verdict === "fail" ? (measured.primary ? "high" : "medium") : judged.verdict === "pass" ? "info" : "low", mode: modeOf(measured, judged.verdict),
      statement: both === null
        ? `${measured.words} of ${of}${inSegment(segment)} is ${reference === null ? "" : `${shortNumber(reference.value)} in ${names.reference} and `}not defined in ${candidate === null ? names.candidate : names.reference}`
        : `${measured.words} of ${of}${inSegment(segment)} is ${shortNumber(both.candidate.value)} in ${names.candidate} and ${shortNumber(both.reference.value)} in ${names.reference}`,
      estimate: judged.estimate, unit: measured.scale === "ratio" ? "ratio" : measured.unit, interval: judged.interval, margin: measured.margin,
      marginOrigin: measured.margin === null ? null : (measured.marginOrigin ?? (measured.marginName !== null && settings.agreed.has(measured.marginName) ? "agreed" : "default")),
      n: Math.min(nReference, nCandidate), noiseFloor: null, reason: judged.reason, action: judged.verdict === "pass" ? "nothing to do" : judged.verdict === "inconclusive" ? "Compare more rows, or agree on a wider margin." : measured.action,
      needed: judged.needed, evidence: { ...measured.evidence, nReference, nCandidate, reference: reference?.value ?? null, candidate: candidate?.value ?? null },
    },
  };
};

const inSegment = (segment: string | null): string => (segment === null ? "" : ` where ${segment}`);

const modeOf = ({ mode, primary, segment }: Measured, verdict: Verdict): Finding["mode"] =>
  verdict === "warn" ? "warn" : segment !== null ? (verdict === "fail" ? "warn" : "observe") : mode === "warn" ? "warn" : primary || verdict === "fail" ? "enforce" : "observe";

const judge = (measured: Measured, settings: PopulationSettings): Judged => {
  const alphaPerClaim = settings.alphaPerClaim / (measured.among ?? 1);
  const { reference, candidate, scale, margin } = measured;
  const nothing = (reason: string): Judged => ({ verdict: "inconclusive", reason, estimate: null, interval: null, needed: null });
  if (reference === null || candidate === null) return nothing(measured.refused ?? "it is not defined on both sides");
  if (scale === "ratio" && measured.exactRatio === undefined && !(reference.value > 0 && candidate.value > 0)) return withoutRatio(measured, reference.value, candidate.value) ?? nothing(measured.refused ?? "one of both is 0, so that there is no ratio");
  const { exactRatio } = measured;
  const at = (level: number): Interval & { readonly low: number; readonly high: number } => (exactRatio !== undefined ? { ...exactRatio.at(level), level, method: exactRatio.method } : scale === "difference" ? differenceOfTwo(reference, candidate, level) : (ratioOfTwo(reference, candidate, level) ?? { low: 0, high: Infinity, level, method: "none" }));
  const estimate = scale === "difference" ? candidate.value - reference.value : candidate.value / reference.value;
  const shown = at(shownLevel);
  const interval = finiteEnds(shown);
  if (margin === null) return { verdict: "inconclusive", reason: "shown only: no margin is set for it", estimate, interval, needed: null };
  if (measured.refused !== null) return { verdict: "inconclusive", reason: measured.refused, estimate, interval, needed: null };
  const corridor = corridorOf(measured, margin);
  const found = judgeCorridor(at, corridor, alphaPerClaim);
  const n = Math.min(measured.nReference, measured.nCandidate);
  const few = found === "pass" && n < fewestPairs;
  const { badAlone } = measured;
  const alone = found === "pass" && badAlone !== undefined && candidate.at(1 - 2 * alphaPerClaim).low > badAlone;
  const verdict = few ? "inconclusive" : alone ? "warn" : found;
  const times = verdict === "inconclusive" && estimate > -Infinity && estimate < Infinity && !(scale === "ratio" && estimate <= 0) ? timesOf(scale, estimate, shown, corridor) : null;
  const what = scale === "ratio" ? "the ratio" : "the difference";
  const said = `${what} ${shortNumber(estimate)} lies between ${shortNumber(shown.low)} and ${shortNumber(shown.high)} (${shortNumber(100 * shownLevel)} %); allowed is ${corridorWords(corridor)}`;
  return {
    verdict, estimate: Number.isFinite(estimate) ? estimate : null, interval, needed: few ? fewestPairs - n : times === null ? null : Math.max(1, Math.ceil(n * (times - 1))),
    reason: few ? `${countOf(n, "row")} are too few to pass on: at least ${fewestPairs} are needed` : verdict === "fail" ? `${said}; it lies beyond that at ${shortNumber(alphaPerClaim)} one-sided too` : alone ? `${said}; but both are beyond ${shortNumber(badAlone)} by themselves` : said,
  };
};

/** Errors that are 0 on one side or both: no error against some cannot be said as a ratio, but who is better can. */
const withoutRatio = ({ worse, margin, refused, nReference, nCandidate }: Measured, reference: number, candidate: number): Judged | null =>
  worse === "higher" && margin !== null && refused === null && candidate <= reference && Math.min(nReference, nCandidate) >= fewestPairs ? { verdict: "pass", reason: "the candidate makes no error at all", estimate: null, interval: null, needed: null } : null;

const timesOf = (scale: Measured["scale"], estimate: number, shown: { readonly low: number; readonly high: number }, corridor: Corridor): number | null =>
  scale === "difference" ? timesTheRows(estimate, shown, corridor)
    : timesTheRows(Math.log(estimate), { low: Math.log(shown.low), high: Math.log(shown.high) }, { low: corridor.low > 0 ? Math.log(corridor.low) : -Infinity, high: Math.log(corridor.high) });

const corridorOf = ({ scale, worse }: Measured, margin: number): Corridor => ({
  low: worse === "higher" ? -Infinity : scale === "difference" ? -margin : 1 / margin,
  high: worse === "lower" ? Infinity : margin,
});

const corridorWords = ({ low, high }: Corridor): string =>
  low === -Infinity ? `at most ${shortNumber(high)}` : high === Infinity ? `at least ${shortNumber(low)}` : `from ${shortNumber(low)} to ${shortNumber(high)}`;

/** An interval without any end is none; one with one end keeps it. */
const finiteEnds = (interval: Interval): Interval | null => {
  const [low, high] = [ended(interval.low), ended(interval.high)];
  return low === null && high === null ? null : { ...interval, low, high };
};

const ended = (end: number | null): number | null => (end !== null && Number.isFinite(end) ? end : null);
