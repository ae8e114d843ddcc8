import type { PredictionRelation } from "../../../core/domain/prediction-relation.ts";
import type { Engine } from "../../../ports/engine.ts";

/** A column that is on both sides and was not taken for an output, with the pairs in which it differs. */
export interface DifferingColumn {
  readonly name: string;
  readonly differs: number;
  readonly pairs: number;
}

/**
 * Which of the columns that two files share do not hold the same values. A column that is the same in every row is context; one that
 * differs was predicted, or changed, and is never left out because of its name.
 */
export const differingColumns = async (engine: Engine, reference: PredictionRelation, candidate: PredictionRelation): Promise<readonly DifferingColumn[]> => {
  const { identifier, countIf } = engine.dialect;
  const shared = reference.outputs.flatMap((output) => {
    const other = candidate.outputs.find(({ name }) => name === output.name);
    return other === undefined ? [] : [{ name: output.name, a: `r.${identifier(output.column)}`, b: `c.${identifier(other.column)}`, sameType: output.dtype === other.dtype }];
  });
  if (shared.length === 0) return [];
  const counts = shared.map(({ a, b, sameType }, index) => `${countIf(sameType ? `${a} IS DISTINCT FROM ${b}` : `CAST(${a} AS VARCHAR) IS DISTINCT FROM CAST(${b} AS VARCHAR)`)} AS n${index}`);
  const [row] = await engine.query(`SELECT count(*) AS pairs, ${counts.join(", ")} FROM ${reference.sql} AS r JOIN ${candidate.sql} AS c ON r.key = c.key`);
  return shared.map(({ name }, index) => ({ name, differs: Number(row?.[`n${index}`]), pairs: Number(row?.["pairs"]) })).filter(({ differs }) => differs > 0);
};
