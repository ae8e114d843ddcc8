import type { Arm } from "../../core/domain/recording.ts";
import { decodeCall } from "./interleave.ts";
import type { RowGroups } from "./row-groups.ts";
import type { Side } from "./side.ts";

/** `warm-up` comes first and is not evidence: its answers are thrown away. */
export type PhaseName = "warm-up" | Arm;

/** Calls that are asked under one regime; the next phase begins when the last answer is there. */
export interface Phase {
  readonly name: PhaseName;
  readonly asked: readonly Side[];
  readonly repeats: number;
  readonly groups: RowGroups;
  /** One code per call, in the order of asking (see `interleave`). */
  readonly order: Uint32Array;
  /** The plan's index of this phase's first call. */
  readonly first: number;
}

/** One request: which rows, to whom, and why. */
export interface PlannedCall {
  readonly index: number;
  readonly phase: PhaseName;
  readonly side: Side;
  /** From 0. */
  readonly repeat: number;
  readonly rows: readonly number[];
  /** The group within its phase: the same rows in other repeats and on the other side. */
  readonly group: number;
}

/** A probe that could not be asked of a side, and why. */
export interface SkippedArm {
  readonly arm: Exclude<Arm, "main">;
  readonly side: Side;
  readonly reason: string;
}

/** Everything that will be asked, in its order; kept as numbers, for a plan may have millions of calls. */
export interface CallPlan {
  readonly seed: number;
  readonly phases: readonly Phase[];
  readonly calls: number;
  readonly skipped: readonly SkippedArm[];
}

/** Calls whose answers count. */
export const evidenceCalls = (plan: CallPlan): number => plan.calls - (plan.phases.find((phase) => phase.name === "warm-up")?.order.length ?? 0);

/** The call at an index, of its phase when that is known. */
export const callAt = (plan: CallPlan, index: number, phase = phaseOf(plan, index)): PlannedCall => {
  const code = phase.order[index - phase.first];
  if (code === undefined) throw new Error(`call ${index} is not of the phase ${phase.name}`);
  const { group, repeat, side } = decodeCall(code, phase.repeats);
  return { index, phase: phase.name, side, repeat, group, rows: phase.groups.rowsOf(group) };
};

const phaseOf = (plan: CallPlan, index: number): Phase => {
  const phase = plan.phases.find(({ first, order }) => index >= first && index < first + order.length);
  if (phase === undefined) throw new Error(`the plan has ${plan.calls} calls and none with index ${index}`);
  return phase;
};
