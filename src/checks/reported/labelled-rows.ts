import { isNumeric } from "../../core/domain/dtype.ts";
import type { FeatureRelation, PredictionRelation } from "../../core/domain/prediction-relation.ts";
import type { Engine } from "../../ports/engine.ts";
import { classText } from "../parity/labels/class-text.ts";

export interface LabelledRows {
  /**
   * Goes behind FROM; one row per input of this environment, with the columns
   * - `place` BIGINT from 1 in the order of the inputs, over rows that were answered and have a label; null for the others
   * - `failed` BOOLEAN, `label` VARCHAR (class text), `label_number` DOUBLE
   * - per output `s_<index>` DOUBLE (null where it is no finite number) and `d_<index>` VARCHAR (class text)
   */
  readonly sql: string;
  /** The columns of an output. */
  column(output: string, as: "score" | "decision"): string;
  readonly counts: { readonly labelled: number; readonly failed: number; readonly unlabelled: number };
}

/** Joins one environment's own answers to the labels, once, and forgets them when `use` has ended. */
export const withLabelledRows = async <T>(
  engine: Engine, predictions: PredictionRelation, features: FeatureRelation, label: FeatureRelation["features"][number], outputs: readonly string[], use: (rows: LabelledRows) => Promise<T>,
): Promise<T> => {
  const { dialect } = engine;
  const wanted = predictions.outputs.filter(({ name }) => outputs.includes(name));
  const labelColumn = `f.${dialect.identifier(label.column)}`;
  const columns = [
    "p.position AS position", "p.error_code IS NOT NULL AS failed", `${classText(dialect, labelColumn, label.dtype)} AS label`,
    `${isNumeric(label.dtype) ? `CAST(${labelColumn} AS DOUBLE)` : "CAST(NULL AS DOUBLE)"} AS label_number`,
    ...wanted.flatMap(({ column, dtype }, index) => {
      const value = `p.${dialect.identifier(column)}`;
      const double = `CAST(${value} AS DOUBLE)`;
      return [`${isNumeric(dtype) ? `CASE WHEN ${dialect.isFinite(double)} THEN ${double} END` : "CAST(NULL AS DOUBLE)"} AS s_${index}`, `${classText(dialect, value, dtype)} AS d_${index}`];
    }),
  ];
  const table = dialect.identifier("lockstep_reported_rows");
  const joined = `SELECT ${columns.join(", ")} FROM ${predictions.sql} AS p JOIN ${features.sql} AS f ON f.key = p.key`;
  await engine.execute(`CREATE OR REPLACE TEMP TABLE ${table} AS SELECT *, CASE WHEN NOT failed AND label IS NOT NULL THEN row_number() OVER (PARTITION BY NOT failed AND label IS NOT NULL ORDER BY position) END AS place FROM (${joined})`);
  try {
    const [row] = await engine.query(`SELECT count(place) AS labelled, ${dialect.countIf("failed AND label IS NOT NULL")} AS failed, ${dialect.countIf("NOT failed AND label IS NULL")} AS unlabelled FROM ${table}`);
    const count = (name: string): number => Number(row?.[name] ?? 0);
    return await use({
      sql: table,
      column: (output, as) => `${as === "score" ? "s" : "d"}_${wanted.findIndex(({ name }) => name === output)}`,
      counts: { labelled: count("labelled"), failed: count("failed"), unlabelled: count("unlabelled") },
    });
  } finally {
    await engine.execute(`DROP TABLE IF EXISTS ${table}`);
  }
};
