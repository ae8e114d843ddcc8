import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { Engine } from "../../ports/engine.ts";
import type { SourceRelation } from "../../ports/source.ts";

export interface RowRequest {
  readonly engine: Engine;
  readonly inputs: SourceRelation;
  readonly golden: SourceRelation;
  /** Of the inputs; null when rows are known by their number. */
  readonly key: string | null;
  /** Worst first. */
  readonly keys: readonly string[];
  /** For messages. */
  readonly inputsPath: string;
  readonly goldenPath: string;
}

export interface NewRow {
  readonly key: string;
  /** The row's place in the inputs, from 0. */
  readonly position: number;
}

/** Which of the wanted rows the golden set does not have yet, in the wanted order. LS223 for a column or row that does not fit. */
export const newRows = async (request: RowRequest): Promise<{ readonly added: readonly NewRow[]; readonly known: readonly string[] }> => {
  const { engine, inputs, golden, key, keys } = request;
  const { identifier } = engine.dialect;
  refuseMissing(request);
  const wanted = `(SELECT ${inputs.position}::BIGINT AS lockstep_place, ${key === null ? `(${inputs.position}::BIGINT)::VARCHAR` : `${identifier(key)}::VARCHAR`} AS lockstep_key, * FROM ${inputs.sql})`;
  const chosen = `(SELECT * FROM ${wanted} WHERE lockstep_key IN (${keys.map((each) => engine.dialect.literal(each)).join(", ")}))`;
  const same = sameValues(engine, inputs, golden, "i", "g");
  const keyed = key !== null && golden.columns.some(({ name }) => name === key);
  const rows = await engine.query(
    `SELECT lockstep_key AS key, min(lockstep_place)::DOUBLE AS place, count(g.lockstep_there) > 0 AS known${keyed ? same.map((each, index) => `, bool_and(${each}) AS same_${index}`).join("") : ""}
FROM ${chosen} AS i LEFT JOIN (SELECT true AS lockstep_there, * FROM ${golden.sql}) AS g ON ${keyed ? `i.lockstep_key = g.${identifier(key)}::VARCHAR` : same.join(" AND ")} GROUP BY lockstep_key`,
  );
  const found = new Map(rows.map((row) => [String(row["key"]), row]));
  const added: NewRow[] = [];
  const known: string[] = [];
  for (const each of keys) {
    const row = found.get(each);
    if (row === undefined) throw new LockstepError("LS223", { message: `the row ${each} is not in the inputs ${request.inputsPath}`, place: request.inputsPath });
    if (row["known"] !== true) added.push({ key: each, position: Number(row["place"]) });
    else {
      const differs = keyed ? golden.columns.findIndex((_, index) => row[`same_${index}`] === false) : -1;
      if (differs >= 0) throw new LockstepError("LS223", { message: `the golden set ${request.goldenPath} has a row ${each} already, with another ${golden.columns[differs]?.name}`, place: request.goldenPath, todo: "Two rows cannot have one key: give one of them another." });
      known.push(each);
    }
  }
  return { added, known };
};

const text = "VARCHAR";

/**
 * Per column of the golden set: whether a row of it holds what a row of the inputs holds. Both are read as either's type and must agree; where only one of
 * them is text, by the other's type alone, for 1.50 and 1.5 are one number.
 */
export const sameValues = ({ dialect }: Engine, inputs: SourceRelation, golden: SourceRelation, input: string, kept: string): string[] => {
  const types = new Map(inputs.columns.map(({ name, type }) => [name, type]));
  return golden.columns.map(({ name, type }) => {
    const own = types.get(name) ?? type;
    const [one, other] = [`${input}.${dialect.identifier(name)}`, `${kept}.${dialect.identifier(name)}`];
    const checks = [
      ...(type === text && own !== text ? [] : [`TRY_CAST(${one} AS ${type}) IS NOT DISTINCT FROM ${other}`]),
      ...(own === text && type !== text ? [] : [`TRY_CAST(${other} AS ${own}) IS NOT DISTINCT FROM ${one}`]),
    ];
    return `(${checks.join(" AND ")})`;
  });
};

const refuseMissing = ({ inputs, golden, inputsPath, goldenPath }: RowRequest): void => {
  const there = new Set(inputs.columns.map(({ name }) => name));
  const missing = golden.columns.filter(({ name }) => !there.has(name)).map(({ name }) => name);
  if (missing.length > 0) throw new LockstepError("LS223", { message: `the inputs ${inputsPath} have no column ${listOf(missing)}, which the golden set ${goldenPath} has`, place: goldenPath });
};
