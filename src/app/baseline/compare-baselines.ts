import { compareRelations } from "../../checks/parity/compare/compare-relations.ts";
import { recordingRelation } from "../../checks/parity/recording/recording-relation.ts";
import { inspectOutputs } from "../../checks/parity/relation/inspect-outputs.ts";
import { type BaselineChange, changesBetween } from "../../core/baseline/changes-between.ts";
import type { Coverage } from "../../core/domain/comparison.ts";
import { outsideClasses } from "../../core/domain/difference-class.ts";
import type { PredictionRelation } from "../../core/domain/prediction-relation.ts";
import type { Tolerance } from "../../core/domain/tolerance.ts";
import type { Engine } from "../../ports/engine.ts";
import type { Side } from "../../work/replay/side.ts";
import { baselineRecording } from "./baseline-recording.ts";
import type { FoundBaseline } from "./read-baseline.ts";

export interface BaselineComparison {
  readonly from: number;
  readonly to: number;
  readonly changes: readonly BaselineChange[];
  readonly coverage: Coverage;
  /** Per output: pairs of recorded answers, how many are not the same value, and how many are outside the first version's tolerance. */
  readonly answers: readonly { readonly output: string; readonly pairs: number; readonly differ: number; readonly outside: number; readonly maxAbsoluteDifference: number | null }[];
}

const exact: Tolerance = { mode: "additive", absolute: 0, relative: 0, origin: "derived", why: "exact" };

/** What two approved versions agree on and what not, and how many of the recorded answers differ, by the first version's tolerances. */
export const compareBaselines = async (engine: Engine, from: FoundBaseline, to: FoundBaseline, signal: AbortSignal): Promise<BaselineComparison> => {
  const [reference, candidate] = [await relationOf(engine, from, "reference"), await relationOf(engine, to, "candidate")];
  const names = [...new Set([...reference.outputs, ...candidate.outputs].map(({ name }) => name))];
  const profiles = await inspectOutputs(engine, reference, candidate, names);
  const outputs = profiles.map(({ output, role }) => ({ output, role, roleOrigin: "guessed" as const, tolerance: role === "score" ? (from.baseline.tolerances[output] ?? exact) : null }));
  const compared = await compareRelations(engine, { reference, candidate, outputs, allowedShare: from.baseline.maxOutside, worstPerOutput: 1, signal });
  return {
    from: from.baseline.version, to: to.baseline.version, changes: changesBetween(from.baseline, to.baseline), coverage: compared.coverage,
    answers: compared.outputs.map(({ output, pairs, classes, moments }) => {
      const outside = outsideClasses.reduce((sum, name) => sum + (classes[name] ?? 0), 0);
      return { output, pairs, differ: outside + (classes.within ?? 0), outside, maxAbsoluteDifference: moments?.maxAbsoluteDifference ?? null };
    }),
  };
};

const relationOf = async (engine: Engine, found: FoundBaseline, side: Side): Promise<PredictionRelation> => {
  const { path, outputs } = await baselineRecording(engine, found, side);
  return recordingRelation(engine, { environment: `v${found.baseline.version}`, sql: `read_parquet(${engine.dialect.file(path)})`, outputs }, "main", "first");
};
