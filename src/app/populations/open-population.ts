import { createHash } from "node:crypto";
import type { LogMapping } from "../../core/domain/log-mapping.ts";
import type { PopulationSide } from "../../core/domain/population-comparison.ts";
import type { LogCoverage, LogGap, PopulationRelation } from "../../core/domain/population.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Engine } from "../../ports/engine.ts";
import { type Composition, composeRelation } from "../../work/populations/compose-relation.ts";
import { gatherEvidence } from "../../work/populations/gather-evidence.ts";
import { countOrphans } from "../../work/populations/join-labels.ts";
import { measureCoverage } from "../../work/populations/measure-coverage.ts";
import { anonymiseLog } from "./anonymise-log.ts";
import { checkTimes } from "./check-times.ts";
import { expandSource } from "./expand-source.ts";
import { logFormatOf } from "./log-registry.ts";
import { mappingOf } from "./mapping-of.ts";
import { openLabels } from "./open-labels.ts";
import { openRawLog } from "./open-raw-log.ts";
import type { LabelsRequest, PopulationRequest } from "./population-request.ts";
import { expressionsOver } from "./read-expression.ts";
import { type ReadMapping, readMapping } from "./read-mapping.ts";
import { recogniseLog } from "./recognise-log.ts";
import { refuseZone } from "./refuse-zone.ts";
import { type ResolvedStandard, resolveColumns } from "./resolve-columns.ts";
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
  /** Behind FROM, the rows of several of its files, mapped at once, each with the place of its file among them in the column `place`; null where rows belong to several files. */
  readonly several: ((paths: readonly string[], place: string) => string) | null;
  /** The label's value that counts as positive, where the mapping says so. */
  readonly positive: string | null;
  /** How the format was recognised, in words. */
  readonly proof: string;
  /** The standard columns with what fills them and why. */
  readonly standard: readonly Pick<ResolvedStandard, "standard" | "text" | "origin" | "why">[];
  /** Everything that was guessed or said, as a mapping that opens the same population again. */
  readonly mapping: LogMapping;
}

/** What nobody has written down. */
const noMapping: ReadMapping = { mapping: {}, wrong: (path, message, todo) => new LockstepError("LS231", { message, place: path.join("."), todo }) };

/**
 * Any log of predictions as one relation of the engine, with what of it was read at all. Nothing is looped over here: mapping, times, labels and windows are
 * SQL. Rejects with LS201 to LS209 for the files, LS230 for the format, LS231 for the mapping, LS237 for times, LS238 for an empty window.
 */
export const openPopulation = async (engine: Engine, request: PopulationRequest): Promise<OpenedPopulation> => {
  const all = await expandSource(request.source, request.cwd);
  const files = request.among === undefined ? all : { ...all, paths: all.paths.filter(request.among) };
  const written = request.map === null ? noMapping : await readMapping(request.map, request.cwd);
  const { mapping } = written;
  const zone = request.zone === null && mapping.zone !== undefined ? refuseZone(mapping.zone, `${request.map ?? ""}, zone`) : refuseZone(request.zone, "--zone");
  const named = request.format ?? mapping.format ?? null;
  const recognition = named === null ? await recogniseLog(engine, files.paths) : { format: await logFormatOf(named, request.format === null ? `${request.map ?? ""}, format` : "--format"), scores: [] };
  if (mapping.featureNames !== undefined && recognition.format === null) throw written.wrong(["featureNames"], "the columns of a table have names already", "Take featureNames out, or name the format whose payloads have no names.");
  const found = await openRawLog(engine, files.paths, recognition, { name: request.name, zone, featureNames: mapping.featureNames ?? null });
  // What a model is given may have to be computed from what was logged; people are taken out of what comes of it.
  if (mapping.transform !== undefined && request.transform === undefined && request.transformOf === undefined) {
    throw written.wrong(["transform"], "the mapping names a transform, and this command runs none: what it read would not be what the mapping means", "Compare with lockstep compare, or take the transform out of the mapping.");
  }
  const transform = request.transform ?? (mapping.transform === undefined ? undefined : request.transformOf?.(mapping.transform));
  const transformed = transform === undefined ? found : await transform(engine, found);
  const { raw, same } = await anonymiseLog(engine, transformed, written, { env: request.env ?? process.env, cwd: request.cwd, ...(request.keepSecret === undefined ? {} : { keepSecret: request.keepSecret }) });

  const evidence = await gatherEvidence(engine, raw.sql, raw.fields);
  const seen = raw.fields.map((field, index) => ({ field, evidence: evidence[index] as typeof evidence[number] }));
  const expressions = expressionsOver({ engine, sql: raw.sql, fields: raw.fields, ownTypes: raw.ownTypes, wrong: written.wrong });
  const resolved = await resolveColumns({ seen, preset: raw.preset, presetStandard: raw.presetStandard, roles: request.roles, mapping: request.map === null ? null : mapping, like: request.like, expressions });
  const seenTimes = await checkTimes(engine, raw.sql, resolved.standard, zone, request.source);
  // Where no window is cut, a zone that nobody named moves all rows alike, and none in or out.
  const isCut = request.window.from !== null || request.window.to !== null;
  const times = isCut || seenTimes.gaps.filter(({ what }) => what === "time zone").length !== 1 ? seenTimes : { ...seenTimes, gaps: seenTimes.gaps.map((gap) => (gap.what === "time zone" ? { ...gap, bends: false } : gap)) };

  const id = resolved.standard.find(({ standard }) => standard === "id");
  const asked = request.labels ?? labelsOf(mapping);
  if (asked !== null && id === undefined) throw new LockstepError("LS204", { message: `labels of ${asked.source} cannot be joined: no column of ${request.source} identifies a prediction`, place: request.source, todo: "Name it with --id." });
  const late = asked === null ? null : await openLabels(engine, asked, { cwd: request.cwd, zone, idName: id === undefined ? null : (raw.fields.find(({ expression }) => expression === id.expression)?.name ?? (id.isReady ? "id" : null)), like: request.like, same });

  const own = resolved.columns.filter(({ column }) => column.name !== late?.labels.column.name);
  const sources = resolved.standard.filter(({ standard }) => standard !== "label_ts" || late?.hasTime !== true).map((each) => ({ ...each, allReadable: times.dropped.length === 0 }));
  const whole: Composition = { standard: sources, columns: own, zone: raw.format === "table" ? zone : null, window: { from: null, to: null }, labels: null };
  const composition: Composition = { ...whole, window: request.window, labels: late?.labels ?? null };
  if ((request.window.from !== null || request.window.to !== null) && !sources.some(({ standard }) => standard === "ts")) throw new LockstepError("LS238", { message: `${request.source} has no column of times, so that no window can be cut from it`, place: request.source, todo: "Name the column with --time, or leave the window out." });
  const sql = await asView(engine, composeRelation(engine.dialect, raw.sql, composition));
  const columns = [...own.map(({ column }) => column), ...(late === null ? [] : [late.labels.column])];
  const standard = [...sources.map((each) => each.standard), ...(late?.hasTime === true ? ["label_ts" as const] : [])];
  const orphans = late === null ? 0 : await countOrphans(engine, late.labels.prepared, composeRelation(engine.dialect, raw.sql, whole));
  const judged = [...(late === null ? [] : [late.labels.column]), ...own.map(({ column }) => column).filter(({ role }) => role === "label")].map(({ column }) => column);
  const counted = await measureCoverage(engine, { sql, standard, labels: judged, orphans, writtenAt: files.writtenAt });
  refuseEmptyWindow(request, counted, raw.read.recordsRead);

  const gaps: LogGap[] = [...raw.gaps.filter(({ what }) => !(standard as readonly string[]).includes(what)), ...times.gaps, ...(late?.gaps ?? []), ...(own.length < resolved.columns.length ? [{ what: "labels", why: `the log's own column ${late?.labels.column.name ?? ""} gave way to the labels that came later`, bends: false }] : []),
    ...usualGaps({ columns, standard, ignoredFiles: files.ignored }).filter(({ what }) => !raw.gaps.some((gap) => gap.what === what))];
  const coverage: LogCoverage = {
    ...counted, files: files.paths.length, bytes: files.bytes, recordsRead: raw.read.recordsRead, dropped: [...raw.read.dropped, ...times.dropped],
    nonSuccess: raw.read.nonSuccess ?? counted.nonSuccess, sampling: raw.read.sampling ?? counted.sampling,
  };
  return {
    side: { name: request.name, source: request.source, format: raw.format, digest: digestOf([...raw.parts.map(({ digest }) => digest), ...(late?.digests ?? [])]), window: request.window, rows: counted.rowsParsed, columns, standard, gaps, coverage },
    relation: { name: request.name, sql, columns, standard, gaps },
    parts: raw.parts.map(({ path, digest, sql: part }) => ({ path, digest, sql: part === null ? null : composeRelation(engine.dialect, part, composition) })),
    several: raw.parts.some(({ sql: part }) => part === null) ? null : (paths, place) => {
      const rowsOf = new Map(raw.parts.map((part) => [part.path, part.sql]));
      return composeRelation(engine.dialect, `(${paths.map((path, index) => `SELECT *, ${index} AS ${engine.dialect.identifier(place)} FROM ${rowsOf.get(path) ?? ""}`).join("\nUNION ALL\n")})`, { ...composition, carried: place });
    },
    positive: mapping.positive === undefined ? null : String(mapping.positive), proof: raw.proof, standard: resolved.standard,
    mapping: mappingOf({ mapping, format: raw.format, zone, resolved: { ...resolved, columns: own }, labels: late?.chosen ?? null }),
  };
};

const labelsOf = ({ labels }: LogMapping): LabelsRequest | null => (labels === undefined ? null : { source: labels.source, key: labels.key ?? null, label: labels.label ?? null, ts: labels.ts ?? null });

/** A short name for a long query, so that whoever reads the relation need not repeat it. The same query has the same name. */
const asView = async (engine: Engine, sql: string): Promise<string> => {
  const name = engine.dialect.identifier(`population_${createHash("sha256").update(sql).digest("hex").slice(0, 16)}`);
  await engine.execute(`CREATE OR REPLACE VIEW ${name} AS SELECT * FROM ${sql}`);
  return name;
};

/** One file's own digest, else one of all of them in the order of their names. */
const digestOf = (digests: readonly string[]): string => {
  const [only, second] = digests;
  return only !== undefined && second === undefined ? only : createHash("sha256").update(digests.join("\n")).digest("hex");
};

const refuseEmptyWindow = ({ window, source, name }: PopulationRequest, { rowsParsed }: Pick<LogCoverage, "rowsParsed">, records: number): void => {
  if (rowsParsed > 0 || (window.from === null && window.to === null)) return;
  throw new LockstepError("LS238", { message: `none of the ${records.toLocaleString("en-US")} records of ${source} lies within ${window.from ?? "the beginning"} to ${window.to ?? "the end"}`, place: name });
};
