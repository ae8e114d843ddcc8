import { createHash } from "node:crypto";
import type { PopulationSide } from "../../core/domain/population-comparison.ts";
import type { LogCoverage, LogGap, PopulationRelation } from "../../core/domain/population.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Engine } from "../../ports/engine.ts";
import { type Composition, composeRelation } from "../../work/populations/compose-relation.ts";
import { gatherEvidence } from "../../work/populations/gather-evidence.ts";
import { measureCoverage } from "../../work/populations/measure-coverage.ts";
import { checkTimes } from "./check-times.ts";
import { expandSource } from "./expand-source.ts";
import { openTable } from "./open-table.ts";
import type { PopulationRequest } from "./population-request.ts";
import { refuseZone } from "./refuse-zone.ts";
import { expressionsOver } from "./read-expression.ts";
import { resolveColumns } from "./resolve-columns.ts";
import { usualGaps } from "./usual-gaps.ts";

/** One file of a population, mapped as the whole is. */
export interface PopulationPart {
  readonly path: string;
  /** sha256 of its bytes, hex. */
  readonly digest: string;
  /** Behind FROM, its rows alone; null where the format's rows do not belong to one file (requests here, answers there). */
  readonly sql: string | null;
}

export interface OpenedPopulation {
  readonly side: PopulationSide;
  readonly relation: PopulationRelation;
  readonly parts: readonly PopulationPart[];
  /** The label's value that counts as positive, where the mapping says so. */
  readonly positive: string | null;
}

/**
 * Any log of predictions as one relation of the engine, with what of it was read at all. Nothing is looped over here: mapping, times, labels and windows are
 * SQL. Rejects with LS201 to LS209 for the files, LS230 for the format, LS231 for the mapping, LS237 for times, LS238 for an empty window.
 */
export const openPopulation = async (engine: Engine, request: PopulationRequest): Promise<OpenedPopulation> => {
  const files = await expandSource(request.source, request.cwd);
  const zone = refuseZone(request.zone, "--zone");
  const raw = await openTable(engine, files.paths);
  const evidence = await gatherEvidence(engine, raw.sql, raw.fields);
  const seen = raw.fields.map((field, index) => ({ field, evidence: evidence[index] as typeof evidence[number] }));
  const expressions = expressionsOver({ engine, sql: raw.sql, fields: raw.fields, ownTypes: new Map(), wrong: (path, message, todo) => new LockstepError("LS231", { message, place: path.join("."), todo }) });
  const resolved = await resolveColumns({ seen, preset: [], presetStandard: [], roles: request.roles, mapping: null, like: request.like, expressions });
  const times = await checkTimes(engine, raw.sql, resolved.standard, zone, request.source);
  const composition: Composition = { standard: resolved.standard, columns: resolved.columns, zone, window: request.window };
  const sql = await asView(engine, composeRelation(engine.dialect, raw.sql, composition));
  const columns = resolved.columns.map(({ column }) => column);
  const standard = resolved.standard.map((each) => each.standard);
  const counted = await measureCoverage(engine, { sql, standard, labels: columns.filter(({ role }) => role === "label").map(({ column }) => column), orphans: 0, writtenAt: files.writtenAt });
  refuseEmptyWindow(request, counted, raw.recordsRead);
  const gaps: LogGap[] = [...raw.gaps, ...times.gaps, ...usualGaps({ columns, standard, ignoredFiles: files.ignored })];
  const coverage: LogCoverage = { ...counted, files: files.paths.length, bytes: files.bytes, recordsRead: raw.recordsRead, dropped: [...times.dropped] };
  return {
    side: { name: request.name, source: request.source, format: "table", digest: digestOf(raw.parts), window: request.window, rows: counted.rowsParsed, columns, standard, gaps, coverage },
    relation: { name: request.name, sql, columns, standard, gaps },
    parts: raw.parts.map(({ path, digest, sql: part }) => ({ path, digest, sql: composeRelation(engine.dialect, part, composition) })),
    positive: null,
  };
};

/** A short name for a long query, so that whoever reads the relation need not repeat it. The same query has the same name. */
const asView = async (engine: Engine, sql: string): Promise<string> => {
  const name = engine.dialect.identifier(`population_${createHash("sha256").update(sql).digest("hex").slice(0, 16)}`);
  await engine.execute(`CREATE OR REPLACE VIEW ${name} AS SELECT * FROM ${sql}`);
  return name;
};

/** One file's own digest, else one of all names and digests. */
const digestOf = (parts: readonly { readonly digest: string }[]): string => {
  const [only, second] = parts;
  if (only !== undefined && second === undefined) return only.digest;
  return createHash("sha256").update(parts.map(({ digest }) => digest).join("\n")).digest("hex");
};

const refuseEmptyWindow = ({ window, source, name }: PopulationRequest, { rowsParsed }: Pick<LogCoverage, "rowsParsed">, records: number): void => {
  if (rowsParsed > 0 || (window.from === null && window.to === null)) return;
  throw new LockstepError("LS238", { message: `none of the ${records.toLocaleString("en-US")} records of ${source} lies within ${window.from ?? "the beginning"} to ${window.to ?? "the end"}`, place: name });
};
