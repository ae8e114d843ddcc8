import { systemClock } from "../../adapters/clock/system/system-clock.ts";
import type { WorstPair } from "../../core/domain/comparison.ts";
import type { Inputs } from "../../work/replay/read-inputs.ts";
import type { Side } from "../../work/replay/side.ts";
import { mostTracedRows, traceStages, type Traced } from "../../work/trace/trace-stages.ts";
import type { CommandIo } from "../command-io.ts";
import { type CheckSide, isLive } from "./check-side.ts";

export interface TraceAnswersRequest {
  readonly runId: string;
  readonly sides: Readonly<Record<Side, CheckSide>>;
  readonly inputs: Inputs | null;
  readonly worst: readonly WorstPair[];
  readonly io: CommandIo;
}

/** Walks the worst rows through both sides' stages; null where there is nobody to walk with: a file, a command, no SDK on either side. */
export const traceAnswers = async ({ runId, sides, inputs, worst, io }: TraceAnswersRequest): Promise<Traced | null> => {
  const { reference, candidate } = sides;
  if (inputs === null || !isLive(reference) || !isLive(candidate)) return null;
  if (reference.found.askTraced === null && candidate.found.askTraced === null) return null;
  const keys = [...new Set(worst.map(({ key }) => key))].slice(0, mostTracedRows);
  const places = new Map(inputs.keys.map((key, index) => [key, index]));
  const rows = keys.flatMap((key) => {
    const row = inputs.rows[places.get(key) ?? -1];
    return row === undefined ? [] : [{ key, row }];
  });
  if (rows.length === 0) return null;
  io.progress({ kind: "step", step: "tracing", detail: `${rows.length} rows through the stages of both sides` });
  const traced = (side: typeof reference) => ({ name: side.name, client: side.client, askTraced: side.found.askTraced, production: side.production });
  return traceStages({ runId, rows, sides: { reference: traced(reference), candidate: traced(candidate) }, clock: systemClock, signal: io.signal });
};
