import { rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { createDuckDbEngine } from "../../adapters/engines/duckdb/create-duckdb-engine.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { planSynthesis, type SynthPlan, type SynthValue } from "../../core/synth/plan-synthesis.ts";
import type { Engine } from "../../ports/engine.ts";
import { temporaryFolder } from "../check/temporary-folder.ts";
import type { CommandIo } from "../command-io.ts";
import { makeFolder } from "../make-folder.ts";
import { digestFile } from "../open-source.ts";
import { readProfileFile } from "../populations/read-profile-file.ts";
import { toolVersion } from "../tool-version.ts";
import { writeFileWhole } from "../write-file-whole.ts";
import { endingOf, rowFormats, type SynthFlags } from "./synth-flags.ts";
import { type SynthTable, synthTable } from "./synth-rows.ts";

/**
 * Writes rows made from a profile, and beside them `<output>.synth.json`, which says what from: both, or neither. LS235 for a profile that holds no column
 * to make, LS506 where the file cannot be written.
 */
export const writeSynth = async (source: string, flags: SynthFlags, io: CommandIo): Promise<{ readonly table: SynthTable; readonly plan: SynthPlan; readonly origin: string }> => {
  const path = resolve(io.cwd, source);
  const profile = await readProfileFile(path);
  const ending = endingOf(flags.output) ?? ".csv";
  const unfinite = ending === ".parquet";
  const plan = planSynthesis(profile, { all: flags.all, minCount: flags.minCount, unfinite });
  if (plan.columns.length === 0) throw new LockstepError("LS235", { message: `it has no ${flags.all ? "column" : "feature"} that rows could be made of`, place: source, ...(flags.all ? {} : { todo: "Give --all for outputs and labels, or take the profile with --feature COLUMN." }) });
  const table = synthTable(plan, flags, unfinite);
  const target = resolve(io.cwd, flags.output);
  const origin = `${flags.output}.synth.json`;
  const beside = join(dirname(target), `.${basename(target)}.${process.pid}.partial`);
  const store = resolve(io.cwd, flags.store);
  makeFolder(store);
  const temporary = temporaryFolder(store);
  const engine = await createDuckDbEngine({ memoryLimitBytes: flags.memory, temporaryDirectory: temporary.path });
  try {
    io.progress({ kind: "step", step: `making ${flags.output}` });
    if ((await stat(target).catch(() => null))?.isDirectory() === true) throw new Error("it is a directory");
    makeFolder(dirname(target));
    await copyRows(engine, table, plan, beside, rowFormats[ending], io.signal);
    const about = {
      schemaVersion: 1, tool: toolVersion(), profile: { file: basename(path), sha256: await digestFile(path), specDigest: profile.specDigest, name: profile.name }, seed: flags.seed, minCount: flags.minCount,
      rows: { sha256: await digestFile(beside), likeProfile: table.likeProfile, edgeCases: table.edgeCases }, key: table.key, case: table.caseColumn, columns: plan.columns.map(({ name, kind, dtype }) => ({ name, kind, dtype })), dependent: plan.dependent, notes: plan.notes,
    };
    await writeFileWhole(resolve(io.cwd, origin), `${JSON.stringify(about, null, 2)}\n`);
    await rename(beside, target).catch(async (cause: unknown) => { await rm(resolve(io.cwd, origin), { force: true }); throw cause; });
  } catch (cause) {
    if (cause instanceof LockstepError || io.signal.aborted) throw cause;
    throw new LockstepError("LS506", { message: `${flags.output} could not be written: ${(cause as Error).message}`, place: flags.output, cause });
  } finally {
    await engine.close();
    await rm(beside, { force: true });
    temporary.remove();
  }
  return { table, plan, origin };
};

/** Rows that are made before anybody else, such as an interrupt, is heard. */
const atOnce = 20_000;

const copyRows = async (engine: Engine, { columns, rows }: SynthTable, plan: SynthPlan, path: string, format: string, signal: AbortSignal): Promise<void> => {
  const { identifier, literal } = engine.dialect;
  await engine.load("lockstep_synth", columns, []);
  for (const part of inParts(rows, atOnce)) {
    signal.throwIfAborted();
    await engine.load("lockstep_synth_part", columns, part);
    await engine.execute("INSERT INTO lockstep_synth SELECT * FROM lockstep_synth_part", [], signal);
    await engine.execute("DROP TABLE lockstep_synth_part");
  }
  const times = new Set(plan.columns.filter(({ kind }) => kind === "time").map(({ name }) => name));
  // CSV and JSON hold times as text, with the zone.
  const fields = columns.map(({ name }) => (format === "parquet" && times.has(name) ? `rtrim(${identifier(name)}, 'Z')::TIMESTAMP AS ${identifier(name)}` : identifier(name)));
  await engine.execute(`COPY (SELECT ${fields.join(", ")} FROM lockstep_synth) TO ${literal(path)} (FORMAT ${format}${format === "csv" ? ", HEADER true" : ""})`, [], signal);
};

function* inParts(rows: SynthTable["rows"], size: number): Generator<readonly SynthValue[][]> {
  let part: SynthValue[][] = [];
  for (const row of rows) {
    part.push([...row]);
    if (part.length < size) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}
