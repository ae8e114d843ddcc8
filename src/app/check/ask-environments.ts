import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { openSqliteJournal } from "../../adapters/journal/sqlite/sqlite-journal.ts";
import { systemClock } from "../../adapters/clock/system/system-clock.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Engine } from "../../ports/engine.ts";
import type { Journal } from "../../ports/journal.ts";
import type { CallPlan } from "../../work/replay/call-plan.ts";
import { changedSince } from "../../work/replay/changed-since.ts";
import { planCalls, probes } from "../../work/replay/plan-calls.ts";
import { beginPlan, journalName, type PlanDescription } from "../../work/replay/plan-description.ts";
import type { Inputs } from "../../work/replay/read-inputs.ts";
import type { PerSide } from "../../work/replay/side.ts";
import { type RecordingFacts, writeRecordings } from "../../work/replay/write-recording.ts";
import type { CommandIo } from "../command-io.ts";
import { askPlan } from "./ask-plan.ts";
import { bySide } from "./by-side.ts";
import type { CheckOptions } from "./check-options.ts";
import type { LiveSide } from "./check-side.ts";
import { unfinishedRun, type UnfinishedRun } from "./unfinished-run.ts";

export interface AskRequest {
  readonly engine: Engine;
  readonly sides: readonly LiveSide[];
  readonly inputs: Inputs;
  readonly options: CheckOptions;
  readonly store: string;
  readonly io: CommandIo;
  /** The id of the run, unless an earlier one is continued. */
  readonly runId: string;
  /** Whether a run of this id is in the store already. */
  readonly isStored: (runId: string) => boolean;
}

export interface Asked {
  readonly run: UnfinishedRun;
  readonly plan: CallPlan;
  readonly recordings: PerSide<RecordingFacts>;
  /** Ends the journal's lock; its content stays until the run is stored. */
  readonly close: () => void;
}

/** Largest seed: exact in a double, short to type. */
const seedLimit = 2 ** 31;

/** Asks the live sides every row of the plan, continuing where an identical check was interrupted, and writes what they answered. */
export const askEnvironments = async (request: AskRequest): Promise<Asked> => {
  const { sides, inputs, options, store } = request;
  const description = describePlan(sides, inputs, options);
  const begin = (fresh: boolean): UnfinishedRun => unfinishedRun({ store, name: journalName(description), now: systemClock.now(), runId: request.runId, fresh, isStored: request.isStored });
  const run = begin(options.fresh);
  if (options.resume && !run.resumed) {
    run.remove();
    throw new LockstepError("LS502", { message: "there is no unfinished run of this check to continue", place: "--resume", todo: "Leave --resume out." });
  }
  const asked = await attempt(request, description, run);
  if (asked !== null) return asked;
  const again = await attempt(request, description, begin(true));
  if (again === null) throw new Error("a run that has just begun has no earlier answers");
  return again;
};

/** Asks within one unfinished run; null when what an earlier process was answered is not what the environments answer now. */
const attempt = async (request: AskRequest, description: PlanDescription, run: UnfinishedRun): Promise<Asked | null> => {
  const { sides, inputs, options, io } = request;
  const journal = openSqliteJournal(run.journalPath);
  try {
    const { seed } = beginPlan(journal, description, { value: options.seed ?? Math.floor(Math.random() * seedLimit), agreed: options.seed !== null });
    const plan = planFor(sides, inputs, options, seed);
    const changed = journal.answered().size === 0 ? null : await changedSince({ journal, plan, rows: inputs.rows, sides: bySide(sides, ({ client }) => client), signal: io.signal });
    if (changed !== null) {
      io.progress({ kind: "note", message: `${sides.find(({ side }) => side === changed)?.name} no longer answers as it did in the interrupted run; asking everything anew` });
      journal.close();
      return null;
    }
    await askPlan(request, plan, journal);
    const recordings = await record(request, run, plan, journal);
    return { run, plan, recordings, close: () => journal.close() };
  } catch (error) {
    journal.close();
    throw error;
  }
};

/** What makes two invocations the same check; secrets stay references. */
const describePlan = (sides: readonly LiveSide[], inputs: Inputs, options: CheckOptions): PlanDescription => ({
  inputs: inputs.digest,
  addresses: Object.fromEntries(sides.map(({ side, name, client }) => [side, `${name}=${client.address}`])),
  options: {
    features: inputs.features, key: inputs.keyColumn, repeats: options.repeats, batch: options.batch, probes: options.probes, warmup: options.warmup,
    ...Object.fromEntries(sides.map(({ side, options: own, client }) => [side, {
      protocol: client.protocol, model: own.model, version: own.modelVersion, template: own.template, host: own.host, headers: own.header.map(({ name, value }) => `${name}: ${value}`),
    }])),
  },
});

const planFor = (sides: readonly LiveSide[], inputs: Inputs, options: CheckOptions, seed: number): CallPlan =>
  planCalls({
    rows: inputs.rows,
    sides: bySide(sides, ({ description }) => ({ namedColumns: description.namedColumns, batches: description.batches, concurrency: options.concurrency })),
    repeats: options.repeats,
    batchSize: options.batch,
    probes: options.probes ? probes : [],
    seed,
    warmUpCalls: options.warmup,
  });

const record = async ({ engine, sides, inputs, store }: AskRequest, run: UnfinishedRun, plan: CallPlan, journal: Journal): Promise<PerSide<RecordingFacts>> => {
  const folder = join(store, "recordings", run.runId);
  await mkdir(folder, { recursive: true });
  return writeRecordings({
    engine, journal, plan, rename,
    keys: inputs.keys,
    places: bySide(sides, ({ side }) => ({ temporaryPath: join(run.folder, `${side}.parquet`), finalPath: join(folder, `${side}.parquet`) })),
  });
};
