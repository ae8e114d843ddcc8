import type { PredictionRelation } from "../../../core/domain/prediction-relation.ts";
import type { Engine } from "../../../ports/engine.ts";
import type { SourceRelation } from "../../../ports/source.ts";
import { keyError, keyFlaw, noCommonKeys } from "./check-keys.ts";
import { differingColumns } from "./differing-columns.ts";
import { type FlatColumn, flattenColumns } from "./flatten-columns.ts";
import { guessRoles, type RoleOptions, type Roles } from "./guess-roles.ts";

export interface SourceSide {
  readonly environment: string;
  readonly source: SourceRelation;
}

/** Two files as relations that can be compared, with what was chosen and what was left out. */
export interface FileRelations extends Pick<Roles, "keyOrigin" | "outputsOrigin" | "outputsWhy" | "ignoredReference" | "ignoredCandidate"> {
  readonly reference: PredictionRelation;
  readonly candidate: PredictionRelation;
  readonly key: string;
  /** Paths to compare; one that only one relation has is missing or extra in every row. */
  readonly outputs: readonly string[];
}

/** A file as a prediction relation; only the columns asked for are read by the queries that follow. */
export const relationFromSource = (engine: Engine, side: SourceSide, key: string, columns: readonly FlatColumn[]): PredictionRelation => {
  const { identifier } = engine.dialect;
  const lengths = new Map<string, string>();
  const outputs = columns.map((column, index) => {
    if (column.length === null) return { name: column.name, column: `o${index}`, dtype: column.dtype };
    const lengthColumn = lengths.get(column.length) ?? `l${lengths.size}`;
    lengths.set(column.length, lengthColumn);
    return { name: column.name, column: `o${index}`, dtype: column.dtype, lengthColumn };
  });
  const selected = [
    `${identifier(key)}::VARCHAR AS key`,
    "NULL::VARCHAR AS error_code",
    "NULL::VARCHAR AS replica",
    `${side.source.position}::BIGINT AS position`,
    ...columns.map((column, index) => `${column.expression} AS o${index}`),
    ...Array.from(lengths, ([expression, name]) => `${expression} AS ${name}`),
  ];
  return { environment: side.environment, sql: `(SELECT ${selected.join(", ")} FROM ${side.source.sql})`, rows: side.source.rows, outputs };
};

/**
 * Maps two files to relations: chooses the key and the outputs, checks that the key identifies rows on both sides and that
 * they have keys in common. Throws LS204, LS205, LS206, LS207, LS208, LS211.
 */
export const relationsFromSources = async (engine: Engine, reference: SourceSide, candidate: SourceSide, options: RoleOptions): Promise<FileRelations> => {
  const flatReference = await flattenColumns(engine, reference.source.sql, reference.source.columns);
  const flatCandidate = await flattenColumns(engine, candidate.source.sql, candidate.source.columns);
  const sides = [
    { environment: reference.environment, columns: reference.source.columns, paths: flatReference },
    { environment: candidate.environment, columns: candidate.source.columns, paths: flatCandidate },
  ] as const;
  const key = await chooseKey(engine, reference, candidate, guessRoles(sides[0], sides[1], options).keyCandidates);
  const roles = guessRoles(sides[0], sides[1], { ...options, key });
  const relationsOf = (wanted: ReadonlySet<string>): Pick<FileRelations, "reference" | "candidate"> => ({
    reference: relationFromSource(engine, reference, key, flatReference.filter((column) => wanted.has(column.name))),
    candidate: relationFromSource(engine, candidate, key, flatCandidate.filter((column) => wanted.has(column.name))),
  });
  const left = new Set(roles.ignoredReference.filter((name) => roles.ignoredCandidate.includes(name) && options.exclude?.includes(name) !== true));
  const beside = relationsOf(left);
  const differing = roles.outputsOrigin === "guessed" && left.size > 0 ? await differingColumns(engine, beside.reference, beside.candidate) : [];
  const outputs = [...roles.outputs, ...differing.map(({ name }) => name)];
  const relations = relationsOf(new Set(outputs));
  const [common] = await engine.query(`SELECT count(*) AS n FROM (SELECT 1 FROM ${relations.reference.sql} AS r SEMI JOIN ${relations.candidate.sql} AS c ON r.key = c.key LIMIT 1)`);
  if (Number(common?.["n"]) === 0) throw await noCommonKeys(engine, key, [reference, candidate]);
  return { ...relations, key, outputs, keyOrigin: options.key === null ? "guessed" : "agreed", outputsOrigin: roles.outputsOrigin, outputsWhy: [roles.outputsWhy, ...differing.map(({ name, differs, pairs }) => `${name} because it differs on ${differs} of ${pairs} rows`)].join("; "), ignoredReference: roles.ignoredReference.filter((name) => !outputs.includes(name)), ignoredCandidate: roles.ignoredCandidate.filter((name) => !outputs.includes(name)) };
};

/** The first candidate without flaw on both sides; the flaw of the likeliest one when none is. */
const chooseKey = async (engine: Engine, reference: SourceSide, candidate: SourceSide, candidates: readonly string[]): Promise<string> => {
  let first: Error | null = null;
  for (const key of candidates) {
    let flawed = false;
    for (const side of [reference, candidate]) {
      const flaw = await keyFlaw(engine, side.source, key);
      if (flaw === null) continue;
      flawed = true;
      first ??= await keyError(engine, side.environment, side.source, key, flaw);
    }
    if (!flawed) return key;
  }
  throw first ?? new Error("No key candidate was given");
};
