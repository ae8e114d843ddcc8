import { compareRelations } from "../../checks/parity/compare/compare-relations.ts";
import { recordingRelation } from "../../checks/parity/recording/recording-relation.ts";
import type { WorstPair } from "../../core/domain/comparison.ts";
import type { PredictionRelation } from "../../core/domain/prediction-relation.ts";
import type { Run } from "../../core/domain/run.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Engine } from "../../ports/engine.ts";
import type { Side } from "../../work/replay/side.ts";
import { baselineRecording } from "../baseline/baseline-recording.ts";
import { takeRecording } from "../baseline/take-recording.ts";

export interface WorstKeys {
  readonly keys: readonly string[];
  /** Why there are fewer than were wanted, when the recordings that hold more are gone. */
  readonly note: string | null;
}

/** The keys of a run's worst rows, the worst of each output in turn; from the recordings when the run itself keeps too few. */
export const worstKeys = async (run: Run, wanted: number, world: { readonly engine: Engine; readonly storeFolder: string; readonly scratch: string; readonly signal: AbortSignal }): Promise<WorstKeys> => {
  const kept = inTurn(run.worst);
  const whole = run.outputs.every(({ output, outside, classes }) => outside + (classes.within ?? 0) <= run.worst.filter((pair) => pair.output === output).length);
  if (kept.length >= wanted || whole) return { keys: kept.slice(0, wanted), note: null };
  try {
    return { keys: inTurn(await compareAgain(run, wanted, world)).slice(0, wanted), note: null };
  } catch (cause) {
    if (!(cause instanceof LockstepError) || cause.code !== "LS222") throw cause;
    return { keys: kept, note: `run ${run.id} itself keeps ${kept.length} worst rows, and ${cause.message}` };
  }
};

/** The first of each output, then the second of each: no output's rows crowd out another's. */
export const inTurn = (worst: readonly WorstPair[]): string[] => {
  const outputs = [...Map.groupBy(worst.filter((pair) => pair.class !== "equal" && pair.class !== "both-error"), ({ output }) => output).values()];
  const longest = Math.max(0, ...outputs.map(({ length }) => length));
  const keys = new Set<string>();
  for (let place = 0; place < longest; place += 1) {
    for (const pairs of outputs) {
      const pair = pairs[place];
      if (pair !== undefined) keys.add(pair.key);
    }
  }
  return [...keys];
};

const compareAgain = async (run: Run, wanted: number, { engine, storeFolder, scratch, signal }: Parameters<typeof worstKeys>[2]): Promise<readonly WorstPair[]> => {
  const relation = async (side: Side): Promise<PredictionRelation> => {
    const { path } = await takeRecording({ engine, run, side, storeFolder, scratch: `${scratch}/${side}` });
    const { outputs } = await baselineRecording(engine, { recordingPath: path }, side);
    return recordingRelation(engine, { environment: run.environments[side].name, sql: `read_parquet(${engine.dialect.file(path)})`, outputs }, "main", "first");
  };
  const [reference, candidate] = [await relation("reference"), await relation("candidate")];
  const there = new Set([...reference.outputs, ...candidate.outputs].map(({ name }) => name));
  const outputs = run.outputs.filter(({ output }) => there.has(output)).map(({ output, role, roleOrigin, tolerance }) => ({ output, role, roleOrigin, tolerance }));
  return (await compareRelations(engine, { reference, candidate, outputs, allowedShare: 0, worstPerOutput: wanted, signal })).worst;
};
