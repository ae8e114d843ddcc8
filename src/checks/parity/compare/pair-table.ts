import type { PredictionRelation } from "../../../core/domain/prediction-relation.ts";
import type { Engine } from "../../../ports/engine.ts";
import type { DType } from "../../../core/domain/dtype.ts";
import type { Alignment } from "./align-relations.ts";
import type { PairColumns } from "./classified-sql.ts";
import type { PairedOutput } from "./output-spec.ts";
import { sideColumns } from "./pairs-sql.ts";

/** One output's pairs within a materialised group: a subquery with `p`, the extra columns, `a`, `b` and what `columns` says. */
export interface OutputPairs {
  readonly output: PairedOutput;
  readonly from: string;
  readonly columns: PairColumns;
}

/**
 * Bytes of values that are joined and held at a time. Joining is paid once per group and each group is read five times, so
 * groups should be large; 5 million pairs of 5 float64 outputs fill one and keep the process well under 2 GB.
 */
export const groupBytes = 400 * 2 ** 20;

/** What a value takes in the engine's memory; texts are guessed. */
const valueBytes = (dtype: DType | undefined): number => {
  if (dtype === undefined || dtype === "null" || dtype === "bool" || dtype === "int8" || dtype === "uint8") return 1;
  if (dtype === "string" || dtype === "json") return 32;
  return dtype.endsWith("64") ? 8 : 4;
};

/** Outputs per table at most: each query on a table reads the names of all its columns, so a few rows of thousands of outputs would take their square. */
export const widestGroup = 32;

/** Outputs in groups whose values fit together into `groupBytes` and a table of moderate width, at least one each. */
export const columnGroups = (outputs: readonly PairedOutput[], pairs: number, limit = groupBytes): readonly (readonly PairedOutput[])[] => {
  const groups: PairedOutput[][] = [];
  let filled = Number.POSITIVE_INFINITY;
  for (const output of outputs) {
    const bytes = pairs * (valueBytes(output.reference?.dtype) + valueBytes(output.candidate?.dtype));
    if (filled + bytes > limit || groups.at(-1)?.length === widestGroup) {
      groups.push([]);
      filled = 0;
    }
    groups.at(-1)?.push(output);
    filled += bytes;
  }
  return groups;
};

/** What a group's table holds beside the outputs. */
export interface ExtraColumns {
  /** Select items over `r`, `c` and what `join` brings; their names are kept by `outputPairs`. */
  readonly columns: readonly { readonly expression: string; readonly name: string }[];
  /** Goes behind the join of the two sides; empty for none. */
  readonly join: string;
}

/** The statement that joins a group of outputs once. */
export const pairTableSql = (engine: Engine, table: string, sides: { readonly reference: PredictionRelation; readonly candidate: PredictionRelation }, alignment: Alignment, outputs: readonly PairedOutput[], extra: ExtraColumns): string => {
  const errors = alignment.errorsReference + alignment.errorsCandidate > 0;
  const columns = [
    "r.position AS p",
    ...extra.columns.map((column) => `${column.expression} AS ${column.name}`),
    ...(errors ? ["r.error_code IS NOT NULL AS error_a", "c.error_code IS NOT NULL AS error_b"] : []),
    ...outputs.flatMap((output, index) => sideColumns(engine.dialect, output, String(index)).columns),
  ];
  return `CREATE OR REPLACE TEMP TABLE ${engine.dialect.identifier(table)} AS SELECT ${columns.join(", ")} FROM ${sides.reference.sql} AS r JOIN ${sides.candidate.sql} AS c ON ${alignment.on}${extra.join === "" ? "" : ` ${extra.join}`}`;
};

/** The pairs of the output at `index` of a group's table. */
export const outputPairs = (engine: Engine, table: string, alignment: Alignment, output: PairedOutput, index: number, extra: ExtraColumns): OutputPairs => {
  const errors = alignment.errorsReference + alignment.errorsCandidate > 0;
  const { lengths } = sideColumns(engine.dialect, output);
  const columns = ["p", ...extra.columns.map((column) => column.name), ...(errors ? ["error_a", "error_b"] : []), `a${index} AS a`, `b${index} AS b`, ...(lengths ? [`length_a${index} AS length_a`, `length_b${index} AS length_b`] : [])];
  return { output, columns: { errors, lengths }, from: `(SELECT ${columns.join(", ")} FROM ${engine.dialect.identifier(table)})` };
};
