import type { Run } from "../../core/domain/run.ts";
import { formatCount } from "../wording/format-number.ts";
import { orderFindings } from "../wording/order-findings.ts";
import { shortText } from "../wording/visible-text.ts";
import { coarsenHistogram } from "./coarsen-histogram.ts";

/** What of a run is shown in a page, and in words what was left out of it. */
export interface CutRun {
  readonly run: Run;
  readonly cuts: readonly string[];
}

/** Bins to a factor of ten in a drawn histogram; finer ones would be less than a pixel. */
const binsPerDecade = 5;
const longestText = 600;
/** Values are shown as the models wrote them; only what nobody could read at all is cut. */
const longestValue = 4000;
const curvePoints = 100;

/** What is kept of each list at first; all are halved until the page fits. */
const firstLimits = { findings: 400, outputs: 400, charts: 60, segments: 400, worst: 200, noise: 400, replicas: 200, patterns: 40, metrics: 200, reliability: 40, flips: 50 };
type Limits = typeof firstLimits;

const shorten = (value: unknown, longest: number): unknown => {
  if (typeof value === "string") return shortText(value, longest);
  if (Array.isArray(value)) return value.map((entry) => shorten(entry, longest));
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [shortText(key, longest), shorten(entry, longest)])) : value;
};

const share = ({ outside, pairs }: { outside: number; pairs: number }): number => (pairs === 0 ? 0 : outside / pairs);
const worstShareFirst = <T extends { outside: number; pairs: number }>(list: readonly T[]): T[] => [...list].sort((a, b) => share(b) - share(a));

const cutTo = (run: Run, limits: Limits): CutRun => {
  const cuts: string[] = [];
  const take = <T>(list: readonly T[], limit: number, what: string): T[] => {
    if (list.length > limit) cuts.push(`${formatCount(limit)} of ${formatCount(list.length)} ${what}`);
    return list.slice(0, limit);
  };
  const outputs = take(worstShareFirst(run.outputs), limits.outputs, "outputs, those with the largest share outside tolerance").map((output, index) => {
    const flips = output.flips?.slice(0, limits.flips) ?? null;
    return index < limits.charts
      ? { ...output, flips, differences: output.differences === null ? null : coarsenHistogram(output.differences, binsPerDecade) }
      : { ...output, flips, differences: null, ulp: null, scoreBins: null };
  });
  if (run.outputs.length > limits.charts) cuts.push(`charts of ${formatCount(limits.charts)} of ${formatCount(run.outputs.length)} outputs`);
  return {
    run: {
      ...run, outputs,
      findings: take(orderFindings(run.findings), limits.findings, "findings, worst first"),
      segments: take(worstShareFirst(run.segments), limits.segments, "segments, those with the largest share outside tolerance"),
      noise: take(worstShareFirst(run.noise), limits.noise, "comparisons of an environment with itself"),
      replicas: take(worstShareFirst(run.replicas), limits.replicas, "comparisons of replicas"),
      worst: take(run.worst, limits.worst, "worst pairs"),
      patterns: take(run.patterns, limits.patterns, "patterns"),
      metrics: take(run.metrics, limits.metrics, "metrics"),
      reliability: take(run.reliability, limits.reliability, "reliability curves"),
      latency: run.latency.map((summary) => ({ ...summary, curve: everyNth(summary.curve, curvePoints) })),
    },
    cuts,
  };
};

const everyNth = <T>(list: readonly T[], most: number): T[] => {
  const step = Math.ceil(list.length / most);
  return step <= 1 ? [...list] : list.filter((_, index) => index % step === 0 || index === list.length - 1);
};

/**
 * The run as a page can hold it, whatever its size: worst first, texts of readable length, lists cut where they must be and said so.
 * `fits` says whether the page that comes of it is small enough.
 */
export const cutRun = (run: Run, fits: (cut: CutRun) => boolean): CutRun => {
  const short = { ...(shorten(run, longestText) as Run), worst: shorten(run.worst, longestValue) as Run["worst"] };
  for (let divisor = 1; ; divisor *= 2) {
    const limits = Object.fromEntries(Object.entries(firstLimits).map(([name, limit]) => [name, Math.max(1, Math.floor(limit / divisor))])) as Limits;
    const cut = cutTo(short, limits);
    if (divisor > firstLimits.findings || fits(cut)) return cut;
  }
};
