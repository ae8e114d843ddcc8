import { type ComparedStage, compareStages, type TracedRow } from "../../checks/preprocessing/compare-stages.ts";
import { type FirstDivergent, firstDivergent } from "../../checks/preprocessing/first-divergent.ts";
import type { StageSample, StageTrace } from "../../core/domain/stage.ts";
import type { Clock } from "../../ports/clock.ts";
import type { AskTraced } from "../../ports/sdk.ts";
import type { InputRow, ModelClient } from "../../ports/serving.ts";
import { PRODUCTION_RATE_PER_SECOND } from "../replay/replay-defaults.ts";
import { sameAnswers } from "../replay/same-answers.ts";
import type { Side } from "../replay/side.ts";

export interface TracedSide {
  readonly name: string;
  readonly client: ModelClient;
  /** Null where the server tells no stages. */
  readonly askTraced: AskTraced | null;
  /** Asked no faster than production is. */
  readonly production: boolean;
}

export interface TraceRequest {
  readonly runId: string;
  readonly rows: readonly { readonly key: string; readonly row: InputRow }[];
  readonly sides: Readonly<Record<Side, TracedSide>>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export interface Traced {
  readonly trace: StageTrace;
  readonly stages: readonly ComparedStage[];
  readonly first: FirstDivergent | null;
}

/** So many rows are walked through: enough to see where they part, few enough for a production server. */
export const mostTracedRows = 20;

/**
 * Asks the rows again with the stages told, and finds where the sides part. Each row is asked before and after its traced call too: when those
 * two agree and the traced answer is another, the tap itself changes the result there, and that is said instead of blaming a stage.
 */
export const traceStages = async ({ runId, rows, sides, clock, signal }: TraceRequest): Promise<Traced> => {
  const { reference, candidate } = sides;
  const mute = [reference, candidate].filter(({ askTraced }) => askTraced === null).map(({ name }) => name);
  if (mute.length > 0) return nothing(`${mute.join(" and ")} ${mute.length === 1 ? "tells" : "tell"} no stages; mount the SDK there to see on which stage the sides part`);
  const traced: TracedRow[] = [];
  const disturbed = { reference: 0, candidate: 0 };
  let told = 0;
  for (const [index, { key, row }] of rows.slice(0, mostTracedRows).entries()) {
    const seen: Partial<Record<Side, readonly StageSample[]>> = {};
    for (const side of ["reference", "candidate"] as const) {
      const tapped = await tap(sides[side], row, `${runId}-${index}`, clock, signal);
      if (tapped === null) continue;
      seen[side] = tapped.stages ?? [];
      if (tapped.stages !== null && tapped.stages.length > 0) told += 1;
      if (tapped.disturbed) disturbed[side] += 1;
    }
    if (seen.reference !== undefined && seen.candidate !== undefined) traced.push({ key, reference: seen.reference, candidate: seen.candidate });
  }
  if (told === 0) return nothing("neither side told any stage; put stage(name, values) around the steps before the model");
  const stages = compareStages(traced);
  const first = firstDivergent(stages);
  return {
    stages, first,
    trace: {
      rows: traced.length, stages: stages.map(({ comparison }) => comparison), firstDivergent: first?.stage ?? null, skipped: null,
      disturbed: (["reference", "candidate"] as const).map((side) => ({ environment: sides[side].name, rows: disturbed[side] })),
    },
  };
};

const nothing = (why: string): Traced => ({ stages: [], first: null, trace: { rows: 0, stages: [], firstDivergent: null, disturbed: [], skipped: why } });

/** One row on one side; null when it is not answered, which the check itself judges. */
const tap = async ({ client, askTraced, production }: TracedSide, row: InputRow, id: string, clock: Clock, signal: AbortSignal): Promise<{ readonly stages: readonly StageSample[] | null; readonly disturbed: boolean } | null> => {
  const pause = async (): Promise<void> => {
    if (production) await clock.sleep(1000 / PRODUCTION_RATE_PER_SECOND, signal);
  };
  try {
    const before = await client.predict([row], signal);
    await pause();
    const { prediction, stages } = await (askTraced as AskTraced)(row, id, signal);
    await pause();
    const after = await client.predict([row], signal);
    await pause();
    return { stages, disturbed: sameAnswers(before.rows, after.rows) && !sameAnswers(prediction.rows, before.rows) };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error && error.name === "LockstepError") return null;
    throw error;
  }
};
