import type { Measure } from "../../../core/domain/measure.ts";
import type { Metric, MetricName } from "../../../core/domain/metric.ts";
import type { PopulationRelation } from "../../../core/domain/population.ts";
import { canonicalJson } from "../../../core/ledger/canonical-json.ts";
import { sha256 } from "../../../core/ledger/sha256.ts";
import type { Dialect } from "../../../core/sql/dialect.ts";
import { business } from "./business.ts";
import { calibration } from "./calibration.ts";
import { classification } from "./classification.ts";
import { type MeasureDraft, type MetricContext, metricContext } from "./metric-context.ts";
import { operations } from "./operations.ts";
import { ranking } from "./ranking.ts";
import { rates } from "./rates.ts";
import { regression } from "./regression.ts";

export interface MeasureOptions {
  /** Ascending upper edges of all bins of the score but the last, frozen from offline scores; without them a `scored` measure has one bin. */
  readonly edges?: readonly number[] | null;
  /** Where the metric was written, for errors. */
  readonly place?: string;
}

const families: Partial<Record<MetricName, (context: MetricContext) => MeasureDraft>> = { ...classification, ...regression, ...ranking, ...calibration, ...rates, ...operations, ...business };

/** How a metric is counted over columns that exist. LS250 where a column is not there, several could be meant, or what the metric needs was not said. */
export const measureOf = (metric: Metric, relation: Pick<PopulationRelation, "columns" | "standard">, dialect: Dialect, options: MeasureOptions = {}): Measure => {
  const draftOf = families[metric.name];
  if (draftOf === undefined) throw new Error(`no family counts ${metric.name}`);
  const { shape, sql, labelled } = draftOf(metricContext(metric, relation, dialect, options.place));
  const counted = {
    shape, metric, labelled, edges: shape === "scored" ? [...(options.edges ?? [])] : null,
    sql: { ...sql, ...(metric.where === undefined ? {} : { where: metric.where }) },
  };
  return { id: sha256(canonicalJson(counted)).slice(0, 16), ...counted };
};
