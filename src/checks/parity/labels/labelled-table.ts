import { isNumeric } from "../../../core/domain/dtype.ts";
import type { FeatureRelation, PredictionRelation } from "../../../core/domain/prediction-relation.ts";
import type { Dialect } from "../../../core/sql/dialect.ts";
import type { Engine } from "../../../ports/engine.ts";
import { classText } from "./class-text.ts";

/** Outputs joined to the labels at a time: each join costs the same, and 4 scores of 5 million rows on both sides are 320 MB. */
export const outputsPerJoin = 4;

/** How an output is to be scored. */
export interface LabelledOutput {
  readonly name: string;
  /** As a number, or as the text of a class. */
  readonly as: "number" | "class";
}

export interface LabelledTable {
  /** Goes behind FROM; one row per labelled row, columns `label` (class text), `label_number` (null unless numeric), `a<i>`, `b<i>`. */
  readonly sql: string;
  readonly outputs: readonly LabelledOutput[];
}

const tableName = "lockstep_labelled";

/**
 * Joins labels and both environments' outputs once, keeps the rows that have a label and an answer from both, and forgets them when
 * `use` has ended.
 */
export const withLabelledTable = async <T>(
  engine: Engine,
  relations: { readonly reference: PredictionRelation; readonly candidate: PredictionRelation; readonly features: FeatureRelation },
  label: FeatureRelation["features"][number],
  outputs: readonly LabelledOutput[],
  use: (table: LabelledTable) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> => {
  const { dialect } = engine;
  const labelColumn = `f.${dialect.identifier(label.column)}`;
  const columns = [
    `${classText(dialect, labelColumn, label.dtype)} AS label`,
    `${isNumeric(label.dtype) ? `CAST(${labelColumn} AS DOUBLE)` : "CAST(NULL AS DOUBLE)"} AS label_number`,
    ...outputs.flatMap((output, index) => [`${valueOf(dialect, "r", relations.reference, output)} AS a${index}`, `${valueOf(dialect, "c", relations.candidate, output)} AS b${index}`]),
  ];
  const joined = `SELECT ${columns.join(", ")} FROM ${relations.reference.sql} AS r JOIN ${relations.candidate.sql} AS c ON r.key = c.key JOIN ${relations.features.sql} AS f ON f.key = r.key WHERE r.error_code IS NULL AND c.error_code IS NULL`;
  const table = dialect.identifier(tableName);
  await engine.execute(`CREATE OR REPLACE TEMP TABLE ${table} AS SELECT * FROM (${joined}) WHERE label IS NOT NULL`, [], signal);
  try {
    return await use({ sql: table, outputs });
  } finally {
    await engine.execute(`DROP TABLE IF EXISTS ${table}`);
  }
};

/** A number that is not finite is no score here; it is told as a difference of values elsewhere. */
const valueOf = (dialect: Dialect, side: "r" | "c", { outputs }: PredictionRelation, { name, as }: LabelledOutput): string => {
  const output = outputs.find((of) => of.name === name);
  if (output === undefined) return "NULL";
  const column = `${side}.${dialect.identifier(output.column)}`;
  if (as === "class") return classText(dialect, column, output.dtype);
  const double = `CAST(${column} AS DOUBLE)`;
  return `CASE WHEN ${dialect.isFinite(double)} THEN ${double} END`;
};
