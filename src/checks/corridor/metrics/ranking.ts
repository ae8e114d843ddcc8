import type { MetricName } from "../../../core/domain/metric.ts";
import { asCount, equalsValue, numberOf } from "./column-sql.ts";
import { knownLabel, labelOf, scoreOf } from "./judged-columns.ts";
import type { MeasureDraft, MetricContext } from "./metric-context.ts";

/** How far down a list one looks when nobody says otherwise. */
const usualDepth = 10;

/**
 * How well lists were ranked, each list (`group`) one unit. `m` and `d` are aggregates over a list's rows with the columns that counting adds: `place` by descending score from 1,
 * `ideal` by descending gain, `gain`, and `even_gain`, the mean gain of all rows of the list with the same score, so that NDCG and precision do not hang on how equal scores
 * happen to be sorted (as scikit-learn has it). Where a list's first hit counts, equal scores are sorted the least favourable way: `place` puts lower gains first.
 * Gains are the labels themselves, discounted by log2(place + 1); a list without anything relevant has no NDCG, reciprocal rank or hit rate, and is left out. A list counts once all of its labels have come.
 */
export const ranking: Partial<Record<MetricName, (context: MetricContext) => MeasureDraft>> = {
  ndcg: (context) => {
    const k = context.metric.k ?? usualDepth;
    const ideal = `sum(CASE WHEN ideal <= ${k} THEN gain / log2(ideal + 1) ELSE 0 END)`;
    return draft(context, `sum(CASE WHEN place <= ${k} THEN even_gain / log2(place + 1) ELSE 0 END) / ${ideal}`, `CASE WHEN ${ideal} > 0 THEN 1 END`);
  },
  "precision-at-k": (context) => { const k = context.metric.k ?? usualDepth; return draft(context, `sum(CASE WHEN place <= ${k} THEN even_relevant ELSE 0 END) / ${k}`, "1"); },
  "reciprocal-rank": (context) => draft(context, "1.0 / min(CASE WHEN gain > 0 THEN place END)", relevantOnly),
  "hit-rate": (context) => { const k = context.metric.k ?? usualDepth; return draft(context, `CASE WHEN min(CASE WHEN gain > 0 THEN place END) <= ${k} THEN 1 ELSE 0 END`, relevantOnly); },
};

const relevantOnly = "CASE WHEN max(gain) > 0 THEN 1 END";

const draft = (context: MetricContext, m: string, d: string): MeasureDraft => {
  const { metric, refuse } = context;
  if (metric.group === undefined) throw refuse("nobody said which rows were ranked together", "Name the column under group:.");
  const label = labelOf(context);
  const gain = metric.positive === undefined ? numberOf(context, label) : asCount(equalsValue(context, label, metric.positive, "positive"));
  return { shape: "ratio", labelled: true, sql: { m, d, score: numberOf(context, scoreOf(context)), gain, label: knownLabel(context, label), group: context.column(metric.group, [], "group").sql } };
};
