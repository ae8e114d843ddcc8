import type { Run } from "../../core/domain/run.ts";
import { type ReadEnvironment, readEnvironments, type ShownDifference, shownDifference, toldDifferences } from "../environment/shown-difference.ts";
import { forPeople } from "../for-people.ts";
import { differenceCounts, quietReasons } from "../wording/difference-words.ts";
import { formatCount } from "../wording/format-number.ts";
import { findingsInOrder } from "../wording/order-findings.ts";
import { shortText } from "../wording/visible-text.ts";
import { cutPopulation, populationLimits, type ShownPopulation } from "./cut-population.ts";
import { besideHypotheses } from "../validation/beside-hypotheses.ts";
import { countedOnce } from "../validation/packed-series.ts";
import { cutValidation, type ShownValidation, validationLimits, withoutWindows } from "./cut-validation.ts";
import { coarsenHistogram } from "./coarsen-histogram.ts";

/** What a page shows of two fingerprints: how each was read, and what differs, in words. */
export interface ShownEnvironments {
  readonly read: readonly ReadEnvironment[];
  /** Worst first; the intended ones, then the harmless ones last. */
  readonly differences: readonly ShownDifference[];
  /** `4 differences, 1 intended, 12 harmless`, of all there are. */
  readonly counts: string;
  /** Why the harmless ones are, each reason with how many it speaks for. */
  readonly quiet: readonly (readonly [string, number])[];
}

/** What of a run is shown in a page, and in words what was left out of it. Fingerprints and their differences stand beside the run, in words. */
export interface CutRun {
  readonly run: Run;
  readonly environments: ShownEnvironments;
  /** The columns of two populations; null in a check. */
  readonly population: ShownPopulation | null;
  /** The windows of production; null where none was judged. */
  readonly validation: ShownValidation | null;
  readonly cuts: readonly string[];
}

/** Bins to a factor of ten in a drawn histogram; finer ones would be less than a pixel. */
const binsPerDecade = 5;
const longestText = 600;
/** Values are shown as the models wrote them; only what nobody could read at all is cut. */
const longestValue = 4000;
const curvePoints = 100;
const mostReasons = 30;
/** Fields that one override allows; nobody reads more of them in a sentence. */
const mostAllowed = 50;

/** What is kept of each list at first; all are halved until the page fits. */
const firstLimits = { findings: 400, outputs: 400, charts: 60, segments: 400, worst: 200, noise: 400, replicas: 200, patterns: 40, metrics: 200, reliability: 40, flips: 50, told: 400, quiet: 400, overrides: 100, artifacts: 200, budgets: 200, cases: 400, reported: 200, stages: 200, since: 400, unread: 100, ...populationLimits, ...validationLimits };
type Limits = typeof firstLimits;

const shorten = (value: unknown, longest: number): unknown => {
  if (typeof value === "string") return shortText(value, longest);
  if (Array.isArray(value)) return value.map((entry) => shorten(entry, longest));
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [shortText(key, longest), shorten(entry, longest)])) : value;
};

const share = ({ outside, pairs }: { outside: number; pairs: number }): number => (pairs === 0 ? 0 : outside / pairs);
const worstShareFirst = <T extends { outside: number; pairs: number }>(list: readonly T[]): T[] => [...list].sort((a, b) => share(b) - share(a));

const cutTo = (whole: Run, all: Omit<ShownEnvironments, "counts" | "quiet">, counts: Pick<ShownEnvironments, "counts" | "quiet">, limits: Limits, windows: Run["validation"], counted: ReturnType<typeof countedOnce>): CutRun => {
  const cuts: string[] = [];
  const take = <T>(list: readonly T[], limit: number, what: string): T[] => {
    if (list.length > limit) cuts.push(`${formatCount(limit)} of ${formatCount(list.length)} ${what}`);
    return list.slice(0, limit);
  };
  const { run: judged, shown: validation } = cutValidation(whole, windows, limits, take, counted, cuts);
  const { run, shown } = cutPopulation(judged, limits, take);
  const outputs = take(worstShareFirst(run.outputs), limits.outputs, "outputs, those with the largest share outside tolerance").map((output, index) => {
    const flips = output.flips?.slice(0, limits.flips) ?? null;
    return index < limits.charts
      ? { ...output, flips, differences: output.differences === null ? null : coarsenHistogram(output.differences, binsPerDecade) }
      : { ...output, flips, differences: null, ulp: null, scoreBins: null };
  });
  const told = all.differences.filter(({ quiet }) => quiet === null);
  const harmless = all.differences.filter(({ quiet }) => quiet !== null);
  if (run.outputs.length > limits.charts) cuts.push(`charts of ${formatCount(limits.charts)} of ${formatCount(run.outputs.length)} outputs`);
  const findings = take(besideHypotheses(run, findingsInOrder(run)), limits.findings, run.since === null ? "findings, worst first" : "findings, new ones first, then worst first");
  return {
    run: {
      ...run, outputs, findings,
      // What was agreed is kept as far as it is shown; the run document has all of it.
      agreement: run.agreement === null ? null : {
        ...run.agreement, cases: [], sources: {}, perEnvironment: {}, seeds: {}, featureNames: null, manifests: run.agreement.manifests.slice(0, limits.artifacts),
        overrides: take(run.agreement.overrides, limits.overrides, "overrides"), artifacts: take(run.agreement.artifacts, limits.artifacts, "agreed files"),
      },
      budgets: take(run.budgets, limits.budgets, "budgets"), resources: run.resources.slice(0, limits.budgets),
      cases: take(run.cases, limits.cases, "outcomes of preprocessing cases"), reported: take(run.reported, limits.reported, "reported metrics"),
      trace: run.trace === null ? null : { ...run.trace, stages: take(run.trace.stages, limits.stages, "stages") },
      since: run.since === null ? null : sinceOf(run.since, new Set(findings.map(({ id }) => id)), new Set(take(run.since.gone, limits.since, "findings that are gone"))),
      segments: take(worstShareFirst(run.segments), limits.segments, "segments, those with the largest share outside tolerance"),
      noise: take(worstShareFirst(run.noise), limits.noise, "comparisons of an environment with itself"),
      replicas: take(worstShareFirst(run.replicas), limits.replicas, "comparisons of replicas"),
      worst: take(run.worst, limits.worst, "worst pairs"),
      patterns: take(run.patterns, limits.patterns, "patterns"),
      metrics: take(run.metrics, limits.metrics, "metrics"),
      reliability: take(run.reliability, limits.reliability, "reliability curves"),
      latency: run.latency.map((summary) => ({ ...summary, curve: everyNth(summary.curve, curvePoints) })),
    },
    environments: {
      ...counts,
      read: take(all.read, limits.replicas, "readings of an environment").map((read) => ({ ...read, unread: Object.fromEntries(Object.entries(read.unread).slice(0, limits.unread)) })),
      differences: [...take(told, limits.told, "differences between the environments, worst first"), ...take(harmless, limits.quiet, "harmless differences")],
    },
    population: shown,
    validation,
    cuts,
  };
};

const fewOf = (texts: readonly string[]): string[] => (texts.length <= mostAllowed ? [...texts] : [...texts.slice(0, mostAllowed), `${formatCount(texts.length - mostAllowed)} more`]);

/** Ids of which nothing is shown leave an empty text behind: they are counted, and take no room. */
const sinceOf = (since: NonNullable<Run["since"]>, shown: ReadonlySet<string>, gone: ReadonlySet<string>): NonNullable<Run["since"]> => ({
  ...since, appeared: since.appeared.map((id) => (shown.has(id) ? id : "")), gone: since.gone.map((id) => (gone.has(id) ? id : "")), still: since.still.map(() => ""),
});

const everyNth = <T>(list: readonly T[], most: number): T[] => {
  const step = Math.ceil(list.length / most);
  return step <= 1 ? [...list] : list.filter((_, index) => index % step === 0 || index === list.length - 1);
};

/**
 * The run as a page can hold it, whatever its size: worst first, texts of readable length, lists cut where they must be and said so.
 * `fits` says whether the page that comes of it is small enough.
 */
export const cutRun = (run: Run, fits: (cut: CutRun) => boolean): CutRun => {
  // Fingerprints are long and only their differences are looked at.
  const agreement = run.agreement === null ? null : { ...run.agreement, overrides: run.agreement.overrides.map((override) => ({ ...override, allow: fewOf(override.allow), sets: fewOf(override.sets) })) };
  const lean = forPeople({ ...withoutWindows(run), agreement, fingerprints: [], differences: [] });
  const short = { ...(shorten(lean, longestText) as Run), worst: shorten(run.worst, longestValue) as Run["worst"] };
  const differences = [...toldDifferences(run), ...run.differences.filter(({ quiet }) => quiet !== null).sort((a, b) => b.rank - a.rank)];
  const environments = shorten({ read: readEnvironments(run), differences: differences.map(shownDifference) }, longestText) as Omit<ShownEnvironments, "counts" | "quiet">;
  const counts = { counts: differenceCounts(run.differences), quiet: quietReasons(run.differences).slice(0, mostReasons).map(([reason, count]) => [shortText(reason, longestText), count] as const) };
  const counted = countedOnce(validationLimits.windows);
  for (let divisor = 1; ; divisor *= 2) {
    const limits = Object.fromEntries(Object.entries(firstLimits).map(([name, limit]) => [name, Math.max(1, Math.floor(limit / divisor))])) as Limits;
    const cut = cutTo(short, environments, counts, limits, run.validation, counted);
    if (divisor > firstLimits.findings || fits(cut)) return cut;
  }
};
