import { mkdir } from "node:fs/promises";
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
import { actor } from "../actor.ts";
import type { CommandIo } from "../command-io.ts";
import { enterPolicy } from "../governance/enter-policy.ts";
import { underPolicyOfStore } from "../governance/under-policy-of-store.ts";
import { openSource } from "../open-source.ts";
import { findRun, openStore } from "../open-store.ts";
import type { AgreedCheck } from "./agreed-check.ts";
import { type Asked, askEnvironments } from "./ask-environments.ts";
import { assembleRun } from "./assemble-run.ts";
import { defaultMemoryBytes } from "./check-defaults.ts";
import { checkInputs } from "./check-inputs.ts";
import type { CheckOptions } from "./check-options.ts";
import type { Besides } from "./besides.ts";
import { baselineKey, keptRecordings, openOrStandIn, refuseRewritten, withBaselineTolerances } from "./baseline-side.ts";
import { type CheckSide, isLive } from "./check-side.ts";
import { enterAgreement } from "./enter-agreement.ts";
import { measureCheck } from "./measure-check.ts";
import { newRunId } from "./new-run-id.ts";
import { noPredictions, nothingMeasured } from "./nothing-measured.ts";
import { parseSides } from "./open-side.ts";
import { predictionSides } from "./prediction-sides.ts";
import { readFingerprints } from "./read-fingerprints.ts";
import { judgeReported, readReported, readReportedAgain } from "./read-reported.ts";
import { writeReports } from "../write-reports.ts";
import { stopwatch } from "./stopwatch.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { watchSides } from "./watch-sides.ts";

/**
 * One check, from two targets to a stored run: open both sides, ask those that can be asked, compare, diagnose, judge, and enter the run into the
 * ledger. Nothing stays open or half-written when it fails; what was answered stays for the next attempt.
 */
export const runCheck = async (options: CheckOptions, io: CommandIo, agreed: AgreedCheck | null = null, besides: Besides | null = null): Promise<Run> => {
  const targets = parseSides(options, io);
  const storeFolder = resolve(io.cwd, options.store);
  const store = await openStore(options.store, io.cwd);
  const temporary = temporaryFolder(storeFolder);
  const engine = await createDuckDbEngine({ memoryLimitBytes: options.memory ?? defaultMemoryBytes, temporaryDirectory: temporary.path, ...(options.threads === null ? {} : { threads: options.threads }) });
  const opened: CheckSide[] = [];
  try {
    const runId = besides?.runId ?? newRunId(systemClock.now());
    const inputsSource = options.inputs === null ? null : await openSource(engine, resolve(io.cwd, options.inputs));
    const request = { engine, options, io, runId, columns: inputsSource?.columns.map(({ name }) => name) ?? null };
    for (const target of targets) opened.push(await openOrStandIn(target, request, agreed));
    refuseRewritten(store, opened);
    const [reference, candidate] = opened as [CheckSide, CheckSide];
    const run = await checkOpened({ engine, store, storeFolder, options: withBaselineTolerances(options, opened), io, runId, inputsSource, sides: { reference, candidate }, agreed, besides });
    await writeReports(run, options.output, io, { json: options.json });
    return run;
  } finally {
    for (const side of opened) if (isLive(side)) await side.close();
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
  readonly agreed: AgreedCheck | null;
  readonly besides: Besides | null;
}

const checkOpened = async ({ engine, store, storeFolder, options, io, runId, inputsSource, sides, agreed, besides }: Opened): Promise<Run> => {
  const watch = stopwatch(systemClock);
  const both = [sides.reference, sides.candidate];
  const live = both.filter(isLive);
  await mkdir(storeFolder, { recursive: true });
  const since = options.since === null ? null : findRun(store, options.since);
  if (agreed !== null) enterAgreement(store, agreed.agreement, options, { runId, actor: actor() });
  if (agreed?.policy !== undefined) enterPolicy(store, agreed.policy, { by: actor(), now: systemClock.now() });
  const inputs = live.length === 0 || both.some(({ kind }) => kind === "declared") ? null : await checkInputs(engine, inputsSource, live, options, io);
  // Read now, so that a source that cannot be read is told before anybody is asked; and again afterwards.
  const reportedBefore = await readReported(both, agreed, options, io);
  const before = await watch.time("fingerprints", () => readFingerprints(both, io));
  const watched = await watchSides(live, io);
  const asked: Asked | null = inputs === null ? null : await watch.time("asking", () => askEnvironments({ engine, sides: live, inputs, options, store: storeFolder, io, runId, isStored: (id) => store.get(id) !== null })).catch(async (error: unknown) => {
    await watched.end();
    throw error;
  });
  const resources = await watched.end();
  try {
    const unasked = both.some(({ kind }) => kind === "declared");
    const predictions = unasked ? noPredictions(both) : await watch.time("reading", () => predictionSides(engine, sides, { ...keptRecordings(both), ...asked?.recordings }, { name: inputs?.keyColumn ?? options.key ?? baselineKey(both), origin: inputs?.keyOrigin ?? "guessed" }, options));
    for (const message of predictions.notes) io.progress({ kind: "note", message });
    const features: FeatureRelation | null = inputsSource === null ? predictions.features : featureRelation(engine, inputsSource, { keyColumn: inputs === null ? predictions.key : inputs.keyColumn });
    const measured = unasked ? nothingMeasured : await watch.time("comparing", () => measureCheck({ engine, predictions, features, skipped: asked?.plan.skipped ?? [], options, progress: io.progress, signal: io.signal }));
    for (const message of measured.notes) io.progress({ kind: "note", message });
    const claims = await readReportedAgain(reportedBefore, both, agreed, options, io);
    const reported = await judgeReported({ engine, claims, predictions, features, measured, options });
    // After asking: a library that is loaded on the first request is part of what answered.
    const read = live.length === 0 ? before : await watch.time("fingerprints", () => readFingerprints(both, io, before));
    const run = await assembleRun({
      runId: asked?.run.runId ?? runId, startedAt: asked?.run.startedAt ?? watch.startedAt, finishedAt: () => systemClock.now(), options, sides, inputs, inputsSource, predictions, features, measured, asked, timings: () => watch.timings(), io,
      read, resources, agreed, since, reported, besides,
    });
    for (const { text } of agreed?.manifests ?? []) store.keepText(text);
    const saved = store.save(underPolicyOfStore(store, run, agreed?.policy?.policy ?? agreed?.policyThen ?? null, systemClock.now()), actor());
    asked?.close();
    asked?.run.remove();
    return saved;
  } catch (error) {
    asked?.close();
    throw error;
  }
};
