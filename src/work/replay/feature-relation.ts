import type { FeatureRelation } from "../../core/domain/prediction-relation.ts";
import type { Engine } from "../../ports/engine.ts";
import type { SourceRelation } from "../../ports/source.ts";
import { inputColumn } from "./input-column.ts";
import type { Inputs } from "./read-inputs.ts";

/**
 * The inputs as a relation beside the predictions: all columns of the file, also those that were not sent, by the
 * keys of the replay. A column has the type it is sent in; lists and records are JSON text.
 */
export const featureRelation = (engine: Engine, source: SourceRelation, inputs: Pick<Inputs, "keyColumn">): FeatureRelation => {
  const { identifier } = engine.dialect;
  const key = inputs.keyColumn === null ? source.position : identifier(inputs.keyColumn);
  const columns = source.columns.map(({ name, type }, index) => ({ name, column: `feature_${index}`, read: inputColumn(type) }));
  const selected = columns.map(({ name, column, read }) => `${read.sql(identifier(name))} AS ${column}`);
  const features = columns.map(({ name, column, read }) => ({ name, column, dtype: read.dtype }));
  return { sql: `(SELECT CAST(${key} AS VARCHAR) AS key, ${selected.join(", ")} FROM ${source.sql})`, features };
};
