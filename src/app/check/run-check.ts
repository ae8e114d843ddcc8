import { mkdir } from "node:fs/promises";
import { userInfo } from "node:os";
import { resolve } from "node:path";
import { systemClock } from "../../adapters/clock/system/system-clock.ts";
import { createDuckDbEngine } from "../../adapters/engines/duckdb/create-duckdb-engine.ts";
import type { FeatureRelation } from "../../core/domain/prediction-relation.ts";
import type { Run } from "../../core/domain/run.ts";
import type { Engine } from "../../ports/engine.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { SourceRelation } from "../../ports/source.ts";
import { featureRelation } from "../../work/replay/feature-relation.ts";
import type { Side } from "../../work/replay/side.ts";
import type { CommandIo } from "../command-io.ts";
import { openSource } from "../open-source.ts";
import { openStore } from "../open-store.ts";
import { type Asked, askEnvironments } from "./ask-environments.ts";
import { assembleRun } from "./assemble-run.ts";
import { defaultMemoryBytes } from "./check-defaults.ts";
import { checkInputs } from "./check-inputs.ts";
import type { CheckOptions } from "./check-options.ts";
import type { CheckSide, LiveSide } from "./check-side.ts";
import { measureCheck } from "./measure-check.ts";
import { newRunId } from "./new-run-id.ts";
import { openSide, parseSides } from "./open-side.ts";
import { predictionSides } from "./prediction-sides.ts";
import { writeReports } from "../write-reports.ts";
import { stopwatch } from "./stopwatch.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/**
 * One check, from two targets to a stored run: open both sides, ask those that can be asked, compare, diagnose, judge, and enter the run into the
 * ledger. Nothing stays open or half-written when it fails; what was answered stays for the next attempt.
 */
export const runCheck = async (options: CheckOptions, io: CommandIo): Promise<Run> => {
  const targets = parseSides(options, io);
  const storeFolder = resolve(io.cwd, options.store);
  const store = await openStore(options.store, io.cwd);
  const temporary = temporaryFolder(storeFolder);
  const engine = await createDuckDbEngine({ memoryLimitBytes: options.memory ?? defaultMemoryBytes, temporaryDirectory: temporary.path, ...(options.threads === null ? {} : { threads: options.threads }) });
  const opened: CheckSide[] = [];
  try {
    const runId = newRunId(systemClock.now());
    const inputsSource = options.inputs === null ? null : await openSource(engine, resolve(io.cwd, options.inputs));
    for (const target of targets) opened.push(await openSide(target, { engine, options, io, runId, columns: inputsSource?.columns.map(({ name }) => name) ?? null }));
    const [reference, candidate] = opened as [CheckSide, CheckSide];
    const run = await checkOpened({ engine, store, storeFolder, options, io, runId, inputsSource, sides: { reference, candidate } });
    await writeReports(run, options.output, io, { json: options.json });
    return run;
  } finally {
    for (const side of opened) if (side.kind !== "file") await side.close();
    await engine.close();
    temporary.remove();
    store.close();
  }
};

interface Opened {
  readonly engine: Engine;
  readonly store: RunStore;
  readonly storeFolder: string;
  readonly options: CheckOptions;
  readonly io: CommandIo;
  readonly runId: string;
  readonly inputsSource: SourceRelation | null;
  readonly sides: Readonly<Record<Side, CheckSide>>;
}

const checkOpened = async ({ engine, store, storeFolder, options, io, runId, inputsSource, sides }: Opened): Promise<Run> => {
  const watch = stopwatch(systemClock);
  const live = [sides.reference, sides.candidate].filter((side): side is LiveSide => side.kind !== "file");
  await mkdir(storeFolder, { recursive: true });
  const inputs = live.length === 0 ? null : await checkInputs(engine, inputsSource, live, options, io);
  const asked: Asked | null = inputs === null ? null : await watch.time("asking", () => askEnvironments({ engine, sides: live, inputs, options, store: storeFolder, io, runId, isStored: (id) => store.get(id) !== null }));
  try {
    const predictions = await watch.time("reading", () => predictionSides(engine, sides, asked?.recordings ?? {}, { name: inputs?.keyColumn ?? options.key, origin: inputs?.keyOrigin ?? "guessed" }, options));
    for (const message of predictions.notes) io.progress({ kind: "note", message });
    const features: FeatureRelation | null = inputsSource === null ? predictions.features : featureRelation(engine, inputsSource, { keyColumn: inputs === null ? predictions.key : inputs.keyColumn });
    const measured = await watch.time("comparing", () => measureCheck({ engine, predictions, features, skipped: asked?.plan.skipped ?? [], options, progress: io.progress, signal: io.signal }));
    for (const message of measured.notes) io.progress({ kind: "note", message });
    const run = await assembleRun({ runId: asked?.run.runId ?? runId, startedAt: asked?.run.startedAt ?? watch.startedAt, finishedAt: systemClock.now(), options, sides, inputs, inputsSource, predictions, features, measured, asked, timings: watch.timings(), io });
    const saved = store.save(run, actor());
    asked?.close();
    asked?.run.remove();
    return saved;
  } catch (error) {
    asked?.close();
    throw error;
  }
};

/** Who ran it, as the machine knows them. */
const actor = (): string => {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a user id without a name.
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
};
