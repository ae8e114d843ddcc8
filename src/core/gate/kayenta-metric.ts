import type { KayentaRequest } from "./kayenta-request.ts";
import { type JudgedSeries, judgeSeries, type SeriesMargin, type SeriesPair } from "./judge-series.ts";

type Pair = KayentaRequest["metricSetPairList"][number];
type MetricConfig = KayentaRequest["canaryConfig"]["metrics"][number];

/** How much the mean may differ where the configuration says nothing of it: a tenth. */
const usualMargin = 0.1;

/** One metric, before the family is looked at. */
export interface LookedAtMetric {
  readonly pair: Pair;
  readonly groups: readonly string[];
  readonly direction: "increase" | "decrease" | "either";
  readonly critical: boolean;
  readonly margin: SeriesMargin;
  /** Where the margin comes from, in words. */
  readonly marginWords: string;
  readonly judged: JudgedSeries | null;
  /** p values of "it is not beyond what fails the whole canary", above and below; null where nothing was configured. */
  readonly beyond: { readonly above: number | null; readonly below: number | null };
  /** Why there is nothing to judge. */
  readonly refused: { readonly classification: "Nodata" | "NodataFailMetric" | "Error"; readonly reason: string } | null;
  readonly counts: { readonly control: number; readonly experiment: number };
}

/** Reads one metric's series and settings, and judges them by themselves. */
export const lookAtMetric = (pair: Pair, config: MetricConfig | undefined): LookedAtMetric => {
  const settings = config?.analysisConfigurations?.canary ?? null;
  const direction = settings?.direction ?? "either";
  const { margin, words } = marginOf(settings?.effectSize ?? null);
  const replace = settings?.nanStrategy === "replace";
  const raw = { control: pair.values.control ?? [], experiment: pair.values.experiment ?? [] };
  const counts = { control: measured(raw.control), experiment: measured(raw.experiment) };
  const series: SeriesPair = { control: numbers(raw.control, replace), experiment: numbers(raw.experiment, replace) };
  const infinite = [...raw.control, ...raw.experiment].some((value) => value === "Infinity" || value === "-Infinity");
  // NaN may be told to mean 0, but two series without a single number are no evidence of anything.
  const empty = series.control.length === 0 || series.experiment.length === 0 || counts.control + counts.experiment === 0 || (!replace && (counts.control === 0 || counts.experiment === 0));
  const judged = infinite || empty || config === undefined ? null : judgeSeries(series, margin);
  const nothing = settings?.mustHaveData === true ? "NodataFailMetric" : "Nodata";
  const points = `${counts.control} values of the control and ${counts.experiment} of the experiment`;
  const refused = config === undefined ? { classification: "Error" as const, reason: `the configuration has no metric named ${pair.name}` }
    : infinite ? { classification: "Error" as const, reason: "a value is infinite" }
    : empty ? { classification: nothing, reason: `there are ${points}` } as const
    : judged === null ? { classification: "Nodata" as const, reason: `there are ${points}: too few to tell a difference from chance` } : null;
  return { pair, groups: config?.groups ?? [], direction, critical: settings?.critical === true, margin, marginWords: words, judged, beyond: judged === null ? { above: null, below: null } : beyondOf(series, settings?.effectSize ?? null), refused, counts };
};

type EffectSize = NonNullable<NonNullable<NonNullable<NonNullable<MetricConfig["analysisConfigurations"]>["canary"]>["effectSize"]>>;

/** Allowed shares of the mean from Kayenta's multipliers: 1.2 allows a fifth more, 0.9 a tenth less. 1 is Kayenta's word for "nobody said", and nothing could be shown within it. */
const marginOf = (effect: EffectSize | null): { readonly margin: SeriesMargin; readonly words: string } => {
  const byMean = (effect?.measure ?? "meanRatio") === "meanRatio";
  const increase = byMean && (effect?.allowedIncrease ?? 1) > 1 ? (effect?.allowedIncrease ?? 1) - 1 : null;
  const decrease = byMean && (effect?.allowedDecrease ?? 1) < 1 && (effect?.allowedDecrease ?? 1) >= 0 ? 1 - (effect?.allowedDecrease ?? 1) : null;
  const margin = { increase: increase ?? usualMargin, decrease: decrease ?? usualMargin };
  const origin = byMean ? increase === null && decrease === null ? "the usual margin, for effectSize allows nothing" : "effectSize" : `the usual margin, for effectSize is in ${effect?.measure ?? ""} and not in meanRatio`;
  return { margin, words: `+${percent(margin.increase)} / -${percent(margin.decrease)} of the control's mean (${origin})` };
};

const beyondOf = (series: SeriesPair, effect: EffectSize | null): LookedAtMetric["beyond"] => {
  const [up, down] = (effect?.measure ?? "meanRatio") === "meanRatio" ? [effect?.criticalIncrease ?? 1, effect?.criticalDecrease ?? 1] : [1, 1];
  const judged = up > 1 || down < 1 ? judgeSeries(series, { increase: up > 1 ? up - 1 : usualMargin, decrease: down < 1 ? 1 - down : usualMargin }) : null;
  return { above: up > 1 ? (judged?.pAbove ?? null) : null, below: down < 1 ? (judged?.pBelow ?? null) : null };
};

const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;

const measured = (values: readonly (number | string | null)[]): number => values.filter((value) => typeof value === "number").length;

const numbers = (values: readonly (number | string | null)[], replace: boolean): (number | null)[] => values.map((value) => (typeof value === "number" ? value : replace ? 0 : null));
