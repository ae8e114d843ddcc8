import { measureOf } from "../../checks/corridor/metrics/measure-of.ts";
import type { Hypothesis } from "../../core/domain/hypothesis.ts";
import type { Metric } from "../../core/domain/metric.ts";
import type { PopulationRelation } from "../../core/domain/population.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Dialect } from "../../core/sql/dialect.ts";
import type { ProductionSource } from "../hypothesis/resolve-production.ts";

/** Hypotheses that are counted together: of one population, by the same windows, held against the same backtest. */
export interface SeriesGroup {
  readonly hypotheses: readonly Hypothesis[];
  readonly window: Hypothesis["window"];
  readonly timeZone: string;
  readonly where: string | null;
  /** Columns that any of them is told within, or reweighted by. */
  readonly segments: readonly string[];
  readonly backtest: Extract<Hypothesis["expected"], { kind: "backtest" }> | null;
  /** The hypotheses' own metrics, in their order. */
  readonly metrics: readonly Metric[];
  /** What label-free estimates are made of, counted besides where the log can tell it. */
  readonly companions: readonly Metric[];
  /** Columns that are labels to any claim about the model, or in production's own words. */
  readonly outcomes: readonly string[];
}

/** What a hypothesis' series is counted for besides its own metric: scores against labels, for estimates before labels come. Null where there is no score to tell from. */
export const scoredCompanion = ({ metric }: Pick<Hypothesis, "metric">): Metric | null => {
  if (!labelFree.has(metric.name) || metric.name === "auc") return null;
  const { output, label, positive, threshold, where } = metric;
  // Without a threshold the output is a decision; the score behind it is found by its role.
  return { name: "auc", ...(output === undefined || (threshold === undefined && metric.name !== "brier") ? {} : { output }), ...(label === undefined ? {} : { label }), ...(positive === undefined ? {} : { positive }), ...(threshold === undefined ? {} : { threshold }), ...(where === undefined ? {} : { where }) };
};

const labelFree = new Set<Metric["name"]>(["accuracy", "precision", "recall", "specificity", "f1", "false-positive-rate", "auc", "brier"]);

/** Groups in the order of their first hypothesis. What is measured by Prometheus stands alone: no row is counted for it. */
export const seriesGroups = (hypotheses: readonly Hypothesis[], outcomes: readonly string[]): SeriesGroup[] => {
  const groups = new Map<string, Hypothesis[]>();
  for (const hypothesis of hypotheses) {
    const { window, timeZone, population, expected, metric } = hypothesis;
    const key = JSON.stringify([metric.name === "prometheus" ? hypothesis.id : "", window, timeZone, population, expected.kind === "backtest" ? expected : null]);
    groups.set(key, [...(groups.get(key) ?? []), hypothesis]);
  }
  return [...groups.values()].map((members) => {
    const [first] = members as [Hypothesis, ...Hypothesis[]];
    return {
      hypotheses: members, window: first.window, timeZone: first.timeZone, where: first.population,
      segments: [...new Set(members.flatMap(({ segments, reweightBy }) => [...segments, ...(reweightBy === null ? [] : [reweightBy])]))],
      backtest: first.expected.kind === "backtest" ? first.expected : null,
      metrics: distinct(members.map(({ metric }) => metric)), companions: distinct(members.flatMap((each) => scoredCompanion(each) ?? [])), outcomes,
    };
  });
};

/** What comes true later, by every name that the claims about a model and its production have for it. */
export const outcomesOf = (claims: readonly Pick<Hypothesis, "metric">[], production: ProductionSource | null): string[] =>
  [...new Set([production?.log?.labels?.label, ...claims.map(({ metric }) => metric.label)])].filter((name) => typeof name === "string");

const distinct = (metrics: readonly Metric[]): Metric[] => [...new Map(metrics.map((metric) => [JSON.stringify(Object.entries(metric).sort(([a], [b]) => (a < b ? -1 : 1))), metric])).values()];

/** The metrics that are counted over a relation: the hypotheses' own, which must be countable, and of the others those that are. */
export const countedMetrics = ({ metrics, companions }: SeriesGroup, relation: Pick<PopulationRelation, "columns" | "standard">, dialect: Dialect): Metric[] =>
  distinct([...metrics, ...companions.filter((metric) => {
    try {
      measureOf(metric, relation, dialect);
      return true;
    } catch (error) {
      if (error instanceof LockstepError) return false;
      throw error;
    }
  })]);
