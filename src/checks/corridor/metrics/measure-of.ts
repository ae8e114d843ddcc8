import type { Measure } from "../../../core/domain/measure.ts";
import type { Metric } from "../../../core/domain/metric.ts";
import type { PopulationRelation } from "../../../core/domain/population.ts";
import type { Dialect } from "../../../core/sql/dialect.ts";

export interface MeasureOptions {
  /** Upper edges of all bins of the score but the last, frozen from offline scores; what is `scored` cannot be counted without. */
  readonly edges?: readonly number[] | null;
  /** Where the metric was written, for errors. */
  readonly place?: string;
}

/** How a metric is counted over columns that exist. LS250 where a column is not there, several could be meant, or what the metric needs was not said. */
export const measureOf = (metric: Metric, relation: Pick<PopulationRelation, "columns" | "standard">, dialect: Dialect, options: MeasureOptions = {}): Measure => {
  throw new Error(`not built yet (${metric.name}, ${relation.columns.length}, ${dialect.id}, ${options.place ?? ""})`);
};
