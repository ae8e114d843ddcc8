import { createHash } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import type { PopulationSide } from "../../core/domain/population-comparison.ts";
import { SeriesPlan } from "../../core/domain/measure.ts";
import { type LogGap, PopulationColumn, type PopulationRelation } from "../../core/domain/population.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { codedOtherwise, isOtherScale } from "../../core/judge/coded-alike.ts";
import { planDigest } from "../../core/measure/plan-digest.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { Engine } from "../../ports/engine.ts";
import type { SeriesStore } from "../../ports/series-store.ts";
import { Coding, codingOf } from "../../work/series/coding-of.ts";
import { proposePlan } from "../../work/series/propose-plan.ts";
import { partColumn } from "../../work/series/queries/series-keys.ts";
import { seriesInParts, type SeriesPart } from "../../work/series/series-in-parts.ts";
import type { CommandIo } from "../command-io.ts";
import type { WrittenSource } from "../hypothesis/resolve-production.ts";
import { makeFolder } from "../make-folder.ts";
import { type OpenedPopulation, openPopulation } from "../populations/open-population.ts";
import { writeFileWhole } from "../write-file-whole.ts";
import { askedOf } from "./asked-of.ts";
import { changedFiles, type GoneFile, type KnownFile, knownFiles, labelsState, rememberFiles } from "./changed-files.ts";
import { goneFiles, overlappingPaths } from "./counted-files.ts";
import { readAgain, readingOf, sideOfReadings, standingReadings } from "./readings.ts";
import { readKept } from "./read-kept.ts";
import { scopedSeries } from "./scoped-series.ts";
import { countedMetrics, type SeriesGroup } from "./series-group.ts";

/** What production's log of one group came to: everything counted, most of it before. */
export interface CountedProduction {
  readonly source: string;
  readonly plan: SeriesPlan;
  /** The store as this source alone sees it. */
  readonly series: SeriesStore;
  readonly rows: number;
  readonly parts: number;
  readonly counted: number;
  readonly firstTs: string | null;
  readonly lastTs: string | null;
  readonly untimed: number;
  readonly early: number;
  /** How the log could be read; null when nothing was read now and nothing is held against what was read before. */
  readonly side: ReadSide | null;
  readonly columns: readonly PopulationColumn[];
  /** What was opened, and all files with what they are kept by; null and without SQL where they stand as they were counted. */
  readonly opened: OpenedPopulation | null;
  readonly files: readonly { readonly key: string; readonly path: string; readonly sql: string }[];
}

/** How a log could be read, now and before. */
export interface ReadSide {
  /** Of all that is counted. */
  readonly side: PopulationSide;
  /** Of what was read now. */
  readonly now: PopulationSide | null;
  /** Whether that was all of it. */
  readonly whole: boolean;
  /** Files that were counted once and are gone, and with them what they showed. */
  readonly gone: readonly GoneFile[];
}

export interface ProductionQuestion {
  readonly group: SeriesGroup;
  readonly source: WrittenSource;
  /** Frozen from the backtest; null: from production itself, the first time it is seen. */
  readonly frozen: { readonly plan: SeriesPlan; readonly columns: readonly PopulationColumn[]; readonly coding: Coding } | null;
  readonly store: string;
  readonly series: SeriesStore;
  readonly recount: boolean;
  /** Before this, ms, every label is due: a file that has all of its labels is not counted again. */
  readonly dueBefore: number;
}

/** Labels that come so long after they were due are no longer looked for; a look that counts anew finds them. */
const givenUpAfter = 180 * 86_400_000;

const Frozen = z.object({ plan: SeriesPlan, columns: z.array(PopulationColumn), coding: Coding });

/** Counts of production's log what was not counted before under the group's plan. Files that did not change are not opened. LS253 where the log lacks what the metrics need, LS235 for the same file twice. */
export const productionSide = async (engine: Engine, { group, source, frozen, store, series, recount, dueBefore }: ProductionQuestion, io: CommandIo): Promise<CountedProduction> => {
  const scope = createHash("sha256").update(JSON.stringify([source, group.metrics, group.companions, group.segments, group.window, group.timeZone, group.where])).digest("hex").slice(0, 32);
  const scoped = scopedSeries(series, scope);
  const kept = frozen ?? (recount ? null : await readKept(Frozen, frozenFile(store, scope)));
  const digest = kept === null ? null : planDigest(kept.plan);
  const counted = new Set(digest === null ? [] : scoped.parts(digest).map(({ part }) => part));
  const labels = await labelsState(source.labels?.source ?? null, io.cwd);
  const known = await knownFiles(store, `${scope} ${digest ?? ""}`);
  const indexed = recount || digest === null ? [] : known.files.filter(({ part }) => counted.has(part));
  const found = await changedFiles(source.source, io.cwd, indexed, labels);
  const again = readAgain(known.readings, new Set(found.kept.map(({ path }) => path)));
  const files = { ...found, changed: new Set([...found.changed, ...again]), kept: found.kept.filter(({ path }) => !again.has(path)) };
  const opened = files.changed.size === 0 ? null : await open(engine, group, source, files.changed, kept?.columns ?? null, io);
  const { plan, columns, coding } = kept ?? await freeze(engine, group, opened, store, scope, io.signal);
  if (opened !== null) refuseMissing(group, opened.relation, source.source);
  const scales = opened === null || kept === null ? [] : await codedLike(engine, opened.relation, coding, source.source, io.signal);
  const now = opened === null ? [] : partsOf(opened);
  const parts: SeriesPart[] = [...files.kept.map(({ part }) => ({ key: part, sql: "" })), ...now.map(({ key, sql, paths }) => ({ key, sql, bytes: paths.reduce((sum, path) => sum + (files.facts.get(path)?.size ?? Infinity), 0) }))];
  refuseTwins(now, files.kept);
  const before = digest === null ? [] : scoped.parts(digest);
  const done = await seriesInParts(engine, opened?.relation ?? nothingOpened(source), parts, plan, scoped, { labels, recount, finalBefore: dueBefore - givenUpAfter, completeBefore: dueBefore, signal: io.signal, progress: io.progress, ...togetherOf(opened, now) });
  const after = new Map(scoped.parts(planDigest(plan)).map((part) => [part.part, part]));
  // A row that stands in two files was written twice whenever they came.
  const overlapping = opened?.relation.standard.includes("id") === true ? overlappingPaths(now.map(({ key }) => key), files.kept, after) : new Set<string>();
  const read = new Set([...files.changed, ...overlapping]);
  const measured = overlapping.size === 0 ? opened?.side ?? null : (await open(engine, group, source, read, kept?.columns ?? null, io)).side;
  const side = measured === null || scales.length === 0 ? measured : { ...measured, gaps: [...measured.gaps, ...scales] };
  const earlier = recount ? [] : standingReadings(known.readings, new Set(files.kept.map(({ path }) => path)), read);
  const whole = read.size === files.facts.size;
  const reading = side === null ? null : readingOf(side, { paths: [...files.facts.keys()].filter((path) => read.has(path)), labels, whole });
  const gone = recount ? [] : goneFiles(known, before, after, new Set(files.facts.keys()));
  await rememberFiles(store, `${scope} ${planDigest(plan)}`, {
    files: [...files.kept, ...now.flatMap(({ key, paths }) => paths.flatMap((path): KnownFile[] => { const facts = files.facts.get(path); return facts === undefined ? [] : [{ path, ...facts, part: key, final: after.get(key)?.final ?? false, labels }]; }))],
    readings: [...earlier, ...(reading === null ? [] : [reading])], gone: [...gone],
  });
  const { summary } = done;
  return {
    source: source.source, plan, series: scoped, rows: summary.rows, parts: done.parts, counted: done.counted, firstTs: summary.firstTs, lastTs: summary.lastTs, untimed: summary.untimed, early: summary.early,
    side: side === null && earlier.length === 0 && gone.length === 0 ? null : { side: sideOfReadings(side, earlier, { source: source.source, rows: summary.rows, files: files.facts.size, labels }), now: side, whole: whole || side === null, gone },
    columns: opened?.relation.columns ?? columns, opened,
    files: [...files.kept.map(({ part, path }) => ({ key: part, path, sql: "" })), ...now.map(({ key, sql, paths }) => ({ key, path: paths[0] ?? source.source, sql }))],
  };
};

const open = (engine: Engine, group: SeriesGroup, source: WrittenSource, changed: ReadonlySet<string>, like: readonly PopulationColumn[] | null, io: CommandIo): Promise<OpenedPopulation> => {
  io.progress({ kind: "step", step: `reading ${source.source}`, detail: `${changed.size} files to count` });
  return openPopulation(engine, { ...askedOf(source, group), name: source.source, like, cwd: io.cwd, env: io.env, keepSecret: io.keepSecret, window: { from: null, to: null }, among: (path) => changed.has(path) });
};

/** Without a backtest, what is cut and how comes from the log as it is first seen, and stays. */
const freeze = async (engine: Engine, group: SeriesGroup, opened: OpenedPopulation | null, store: string, scope: string, signal: AbortSignal | undefined): Promise<z.infer<typeof Frozen>> => {
  if (opened === null) throw new Error("a log that was never counted is opened");
  const { segments, window, timeZone, where } = group;
  const metrics = countedMetrics(group, opened.relation, engine.dialect);
  const frozen = { plan: await proposePlan(engine, { metrics, segments, window, timeZone, where }, opened.relation), columns: [...opened.relation.columns], coding: await codingOf(engine, opened.relation, signal) };
  makeFolder(join(store, "series"));
  await writeFileWhole(frozenFile(store, scope), JSON.stringify(frozen));
  return frozen;
};

const frozenFile = (store: string, scope: string): string => join(store, "series", `${scope}.plan.json`);

interface CountedFile {
  readonly key: string;
  readonly sql: string;
  readonly paths: readonly string[];
}

/** The files with rows of their own; where rows belong to several files, all of them are one part. */
const partsOf = ({ side, relation, parts }: OpenedPopulation): CountedFile[] => {
  const mapped = JSON.stringify([side.format, relation.columns.map(({ name, column, type }) => [name, column, type]).sort(), relation.standard]);
  const keyOf = (digest: string): string => createHash("sha256").update(`${digest} ${mapped}`).digest("hex");
  if (parts.some(({ sql }) => sql === null)) return [{ key: keyOf(parts.map(({ digest }) => digest).join("\n")), sql: relation.sql, paths: parts.map(({ path }) => path) }];
  return parts.flatMap(({ path, digest, sql }) => (sql === null ? [] : [{ key: keyOf(digest), sql, paths: [path] }]));
};

/** Small files are mapped at once, so that times and labels are spelled once for all of them. */
const togetherOf = (opened: OpenedPopulation | null, now: readonly CountedFile[]): { together?: (parts: readonly SeriesPart[]) => string } => {
  const several = opened?.several ?? null;
  if (several === null) return {};
  const paths = new Map(now.map(({ key, paths: [path] }) => [key, path ?? ""]));
  return { together: (parts) => several(parts.map(({ key }) => paths.get(key) ?? ""), partColumn) };
};

const refuseTwins = (now: readonly CountedFile[], kept: readonly KnownFile[]): void => {
  const seen = new Map(kept.map(({ part, path }) => [part, path]));
  for (const { key, paths } of now) {
    const twin = seen.get(key);
    if (twin !== undefined && paths[0] !== twin) throw new LockstepError("LS235", { message: `${twin} and ${paths[0] ?? ""} are the same file: its predictions would count twice`, place: paths[0] ?? "", todo: "Take one of them away." });
    seen.set(key, paths[0] ?? "");
  }
};

/** Both sides are measured alike or not at all. */
const refuseMissing = ({ metrics, segments }: SeriesGroup, { columns, standard }: PopulationRelation, source: string): void => {
  if (!standard.includes("ts")) throw new LockstepError("LS253", { message: `production's log ${source} has no column of times, so that nothing can be told of when it was so`, place: source, todo: "Name it with production.map: {ts: COLUMN}." });
  const there = new Set<string>([...columns.map(({ name }) => name), ...standard]);
  const wanted = [...metrics.flatMap(({ output, label, column, group }) => [output, label, column, group]), ...segments].filter((name) => name !== undefined);
  const missing = [...new Set(wanted)].filter((name) => !there.has(name));
  if (missing.length > 0) throw new LockstepError("LS253", { message: `production's log ${source} has no column ${listOf(missing)}; it has ${listOf([...there].slice(0, 30))}`, place: source, todo: "Map its columns with production.map, or name the metric's columns as the log does." });
};

/** LS253 where a label's classes are coded otherwise than when the plan was frozen: counted by another coding it would be wrong in silence. A score on another scale is told as a gap, for that is what production does. */
const codedLike = async (engine: Engine, relation: PopulationRelation, frozen: Coding, source: string, signal: AbortSignal | undefined): Promise<LogGap[]> => {
  const now = await codingOf(engine, relation, signal);
  for (const [name, values] of Object.entries(now.labels)) {
    const coded = codedOtherwise(frozen.labels[name], values);
    if (coded !== null) throw new LockstepError("LS253", { message: `${name} is coded otherwise in ${source}: its values are ${listOf(coded.is)}, and were ${listOf(coded.was)} where the plan was frozen`, place: source, todo: "Map both sides to the same values with map:." });
  }
  return Object.entries(now.scores).flatMap(([name, is]): LogGap[] => {
    const was = frozen.scores[name];
    return was === undefined || !isOtherScale(was, is) ? [] : [{ what: `the scale of ${name}`, why: `it lies between ${is.low.toPrecision(3)} and ${is.high.toPrecision(3)} here, and lay between ${was.low.toPrecision(3)} and ${was.high.toPrecision(3)} where the plan was frozen`, bends: true }];
  });
};

const nothingOpened = ({ source }: WrittenSource): PopulationRelation => ({ name: source, sql: "", columns: [], standard: [], gaps: [] });
