import type { OutputComparison } from "../../../core/domain/comparison.ts";
import { type DType, isFloat, isInteger, isNumeric } from "../../../core/domain/dtype.ts";
import type { PredictionRelation, RelationOutput } from "../../../core/domain/prediction-relation.ts";
import type { Cell, Engine, Row } from "../../../ports/engine.ts";

/** Integers and texts with no more distinct values than this are taken for decisions: class labels rarely exceed it, counts and free text soon do. */
export const decisionDistinctLimit = 100;

/** What one output looks like before it is compared. */
export interface OutputProfile {
  readonly output: string;
  readonly dtypeReference: DType;
  readonly dtypeCandidate: DType;
  /** Approximate distinct values; null where the side lacks the output. */
  readonly distinctReference: number | null;
  readonly distinctCandidate: number | null;
  /** Of the reference's finite numbers; null when there are none. */
  readonly spread: { readonly sd: number | null; readonly min: number; readonly max: number; readonly mean: number } | null;
  readonly role: OutputComparison["role"];
  /** Why this role, in one sentence. */
  readonly roleWhy: string;
}

/** A role from type and number of distinct values: floats are scores, few-valued others decisions. */
export const guessRole = (dtype: DType, distinct: number): { readonly role: OutputComparison["role"]; readonly why: string } => {
  if (isFloat(dtype)) return { role: "score", why: `${dtype} values are scores` };
  if (dtype === "bool") return { role: "decision", why: "true or false is a decision" };
  if (distinct <= decisionDistinctLimit) return { role: "decision", why: `about ${distinct} distinct ${dtype} values, no more than ${decisionDistinctLimit}, are a decision` };
  return isInteger(dtype) ? { role: "score", why: `integers with more than ${decisionDistinctLimit} distinct values are a score` } : { role: "text", why: `texts with more than ${decisionDistinctLimit} distinct values are free text` };
};

/** Values beyond this are left out of mean and spread, whose squares they would overflow. */
const largestSpread = 1e150;

const aggregates = (engine: Engine, output: RelationOutput, index: number, spread: boolean): readonly string[] => {
  const column = engine.dialect.identifier(output.column);
  const distinct = `${engine.dialect.approximateDistinct(column)} AS distinct_${index}`;
  if (!spread || !isNumeric(output.dtype)) return [distinct];
  const value = `CASE WHEN abs(${column}::DOUBLE) <= ${engine.dialect.double(largestSpread)} THEN ${column}::DOUBLE END`;
  return [distinct, `avg(${value}) AS mean_${index}`, `stddev_samp(${value}) AS sd_${index}`, `min(${value}) AS min_${index}`, `max(${value}) AS max_${index}`];
};

/** All outputs of one side in one scan. */
const scan = async (engine: Engine, relation: PredictionRelation, wanted: ReadonlySet<string>, spread: boolean): Promise<{ readonly row: Row; readonly indexOf: ReadonlyMap<string, number> }> => {
  const outputs = relation.outputs.filter((output) => wanted.has(output.name));
  if (outputs.length === 0) return { row: {}, indexOf: new Map() };
  const [row] = await engine.query(`SELECT ${outputs.flatMap((output, index) => aggregates(engine, output, index, spread)).join(", ")} FROM ${relation.sql}`);
  return { row: row ?? {}, indexOf: new Map(outputs.map((output, index) => [output.name, index])) };
};

const numberOrNull = (cell: Cell | undefined): number | null => (typeof cell === "number" ? cell : typeof cell === "bigint" ? Number(cell) : null);

/** Types, distinct values and the reference's spread of each output, one scan per side, with the role they suggest. */
export const inspectOutputs = async (engine: Engine, reference: PredictionRelation, candidate: PredictionRelation, outputs: readonly string[]): Promise<readonly OutputProfile[]> => {
  const wanted = new Set(outputs);
  const [a, b] = [await scan(engine, reference, wanted, true), await scan(engine, candidate, wanted, false)];
  return outputs.map((output) => {
    const [sideA, sideB] = [reference.outputs.find((side) => side.name === output), candidate.outputs.find((side) => side.name === output)];
    const [indexA, indexB] = [a.indexOf.get(output), b.indexOf.get(output)];
    const read = (name: string): number | null => (indexA === undefined ? null : numberOrNull(a.row[`${name}_${indexA}`]));
    const [min, max, mean] = [read("min"), read("max"), read("mean")];
    const distinctReference = read("distinct");
    const distinctCandidate = indexB === undefined ? null : numberOrNull(b.row[`distinct_${indexB}`]);
    const guess = guessRole(sideA?.dtype ?? sideB?.dtype ?? "null", distinctReference ?? distinctCandidate ?? 0);
    return {
      output,
      dtypeReference: sideA?.dtype ?? "null",
      dtypeCandidate: sideB?.dtype ?? "null",
      distinctReference,
      distinctCandidate,
      spread: min === null || max === null || mean === null ? null : { sd: read("sd"), min, max, mean },
      role: guess.role,
      roleWhy: guess.why,
    };
  });
};
