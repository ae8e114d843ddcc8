import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { createDuckDbEngine } from "../../adapters/engines/duckdb/create-duckdb-engine.ts";
import { createSqliteProfileStore } from "../../adapters/stores/sqlite/create-sqlite-profile-store.ts";
import type { Profile } from "../../core/domain/profile.ts";
import { countOf } from "../../core/wording/count-of.ts";
import type { Engine } from "../../ports/engine.ts";
import { proposeSpec } from "../../work/profile/propose-spec.ts";
import { type PartToCount, takeInParts } from "../../work/profile/take-in-parts.ts";
import { takeProfile } from "../../work/profile/take-profile.ts";
import { defaultMemoryBytes } from "../check/check-defaults.ts";
import { readTarget } from "../check/read-target.ts";
import { temporaryFolder } from "../check/temporary-folder.ts";
import type { CommandIo } from "../command-io.ts";
import { readWindow } from "../compare/read-window.ts";
import { sideOfProfile } from "../compare/side-of-profile.ts";
import { makeFolder } from "../make-folder.ts";
import { type OpenedPopulation, openPopulation } from "../populations/open-population.ts";
import { readProfileFile } from "../populations/read-profile-file.ts";
import { toolVersion } from "../tool-version.ts";
import { writeFileWhole } from "../write-file-whole.ts";
import type { TakeFlags } from "./take-profile-options.ts";

/** Blocks per window: enough to see whether neighbours hang together, few enough to stay small. */
const blocksOf = { all: 64, hour: 4, day: 8, week: 14 } as const;

/** Opens a log, counts what was not counted before, and writes its profile. Gives the profile, and how many of how many files were counted now. */
export const takeProfileFile = async (source: string, flags: TakeFlags, io: CommandIo): Promise<{ readonly profile: Profile; readonly counted: number; readonly files: number }> => {
  const like = flags.like === null ? null : await readProfileFile(resolve(io.cwd, flags.like));
  const folder = resolve(io.cwd, flags.store);
  makeFolder(folder);
  const temporary = temporaryFolder(folder);
  const engine = await createDuckDbEngine({ memoryLimitBytes: flags.memory ?? defaultMemoryBytes, temporaryDirectory: temporary.path, ...(flags.threads === null ? {} : { threads: flags.threads }) });
  try {
    const { name, target } = readTarget(source);
    io.progress({ kind: "step", step: `reading ${target}` });
    const opened = await openPopulation(engine, {
      name: name ?? target, source: target, format: flags.format, map: flags.map, zone: flags.zone, like: like === null ? null : sideOfProfile(like, like.name, flags.like ?? "").columns, cwd: io.cwd, env: io.env, keepSecret: io.keepSecret, window: readWindow(flags.only, "--only"),
      labels: flags.labels === null ? null : { source: flags.labels, key: flags.labelsKey, label: flags.labelsColumn, ts: flags.labelsTime },
      roles: { id: flags.id, ts: flags.time, score: flags.score, decision: flags.decision, label: flags.label, segment: like === null ? flags.segment : [...new Set([...flags.segment, ...like.spec.segments.map(({ column }) => column)])], feature: flags.feature, ignore: flags.ignore },
    });
    const window = flags.window ?? "all";
    io.progress({ kind: "step", step: `counting ${target}` });
    const spec = like?.spec ?? await proposeSpec(engine, opened.relation, { window, blocks: blocksOf[window], positive: flags.positive ?? opened.positive, signal: io.signal, ...(flags.correlationShare === null ? {} : { correlationShare: flags.correlationShare }) });
    const counted = await take(engine, opened, spec, folder, io);
    // What did not come out as rows goes with the profile: whoever compares it has no log to see that from.
    const dropped = opened.side.coverage.dropped.filter(({ rows }) => rows > 0).map(({ reason, rows }) => ({ reason, rows }));
    for (const { reason, rows } of dropped) io.note(`left out: ${countOf(rows, "record")}: ${reason}`);
    const taken = dropped.length === 0 ? counted : { ...counted, profile: { ...counted.profile, dropped } };
    await writeFileWhole(resolve(io.cwd, flags.output), `${JSON.stringify(taken.profile)}\n`);
    return { ...taken, files: opened.parts.length };
  } finally {
    await engine.close();
    temporary.remove();
  }
};

const take = async (engine: Engine, opened: OpenedPopulation, spec: Profile["spec"], folder: string, io: CommandIo): Promise<{ readonly profile: Profile; readonly counted: number }> => {
  const { side, relation } = opened;
  const common = { name: side.name, takenAt: new Date().toISOString(), tool: toolVersion(), progress: io.progress, signal: io.signal };
  const parts = opened.parts.flatMap(({ path, digest, sql }): PartToCount[] => (sql === null ? [] : [{ source: path, digest, sql, key: keyOf(opened, path, digest, sql) }]));
  if (parts.length === 0 || parts.length < opened.parts.length) {
    const { takenAt, tool } = common;
    return { profile: await takeProfile(engine, relation, spec, { ...common, sources: [{ source: side.source, digest: side.digest, takenAt, tool }] }), counted: opened.parts.length };
  }
  const store = createSqliteProfileStore(folder);
  try {
    return await takeInParts(engine, relation, parts, spec, store, common);
  } finally {
    store.close();
  }
};

/** The file, how it is read and mapped, and the labels that join it; not where it lies. */
const keyOf = ({ side, relation, mapping }: OpenedPopulation, path: string, digest: string, sql: string): string => {
  const joined = mapping.labels === undefined ? "" : side.digest;
  return createHash("sha256").update(JSON.stringify([digest, joined, side.format, side.window, relation.columns.map(({ name, column, type }) => [name, column, type]).sort(), relation.standard, sql.replaceAll(path, "")])).digest("hex");
};
