import type { OutputSpec } from "../../checks/parity/compare/output-spec.ts";
import { withDerivedDecisions, type DerivedDecision } from "../../checks/parity/decision/derived-decisions.ts";
import { firstRefusal, recordingRelation, type RecordingTable } from "../../checks/parity/recording/recording-relation.ts";
import { allOutputs, compareWithItself } from "../../checks/parity/self/compare-with-itself.ts";
import type { PredictionRelation } from "../../core/domain/prediction-relation.ts";
import type { SelfComparison } from "../../core/domain/run.ts";
import type { Engine } from "../../ports/engine.ts";
import type { SkippedArm } from "../../work/replay/call-plan.ts";
import { type Side, sides } from "../../work/replay/side.ts";

type ArmName = SelfComparison["arm"];

/** What one side answered in the ordinary way, and under each change that should not matter. */
export interface SideArms {
  readonly side: Side;
  readonly ordinary: PredictionRelation;
  /** `refusal` is what the first request was told when none was answered. */
  readonly arms: readonly { readonly arm: ArmName; readonly changed: PredictionRelation; readonly refusal: string | null }[];
}

/** Reads every arm that was asked from the recordings; an arm nobody was asked has no rows and is left out. */
export const readArms = async (engine: Engine, recordings: Readonly<Partial<Record<Side, RecordingTable>>>, decisions: readonly DerivedDecision[]): Promise<SideArms[]> => {
  const found: SideArms[] = [];
  for (const side of sides) {
    const table = recordings[side];
    if (table === undefined) continue;
    const read = async (arm: "main" | "batch" | "serial" | "shuffled" | "rounded", turn: "first" | "second"): Promise<PredictionRelation> => withDerivedDecisions(engine.dialect, await recordingRelation(engine, table, arm, turn), decisions);
    const arms: { arm: ArmName; changed: PredictionRelation; refusal: string | null }[] = [{ arm: "repeat", changed: await read("main", "second"), refusal: null }];
    for (const arm of ["batch", "serial", "shuffled", "rounded"] as const) arms.push({ arm, changed: await read(arm, "first"), refusal: await firstRefusal(engine, table, arm) });
    found.push({ side, ordinary: await read("main", "first"), arms: arms.filter(({ changed }) => changed.rows > 0) });
  }
  return found;
};

/** Each environment against itself, per arm and output; what could not be asked is listed with its reason. */
export const compareArms = async (engine: Engine, read: readonly SideArms[], outputs: readonly OutputSpec[], wanted: readonly ArmName[]): Promise<SelfComparison[]> => {
  const compared: SelfComparison[] = [];
  for (const { ordinary, arms } of read) {
    for (const { arm, changed, refusal } of arms.filter((each) => wanted.includes(each.arm))) {
      compared.push(...(await compareWithItself(engine, { environment: ordinary.environment, arm, ordinary, changed, outputs, refusal })));
    }
  }
  return compared;
};

/** Arms that were planned for nobody, with the reason. */
export const skippedArms = (skipped: readonly SkippedArm[], names: Readonly<Record<Side, string>>): SelfComparison[] =>
  skipped.map(({ arm, side, reason }) => ({ environment: names[side], arm, output: allOutputs, pairs: 0, outside: 0, changed: 0, maxAbsoluteDifference: null, skipped: reason }));
