import type { JsonValue } from "../../core/json/json-value.ts";
import type { InputRow } from "../../ports/serving.ts";
import type { CallPlan, PlannedCall } from "./call-plan.ts";
import { callAt } from "./call-plan.ts";
import { type PlanOptions, type PlanSide, probes } from "./plan-calls.ts";

/** Rows `{ x: i + 0.1, code: i }`. */
export const plainRows = (count: number): InputRow[] =>
  Array.from({ length: count }, (_, index) => new Map<string, JsonValue>([["x", index + 0.1], ["code", BigInt(index)]]));

export const plainSide: PlanSide = { namedColumns: true, batches: true, concurrency: 8 };

export const planOptions = (extra: Partial<PlanOptions> = {}): PlanOptions => ({
  rows: plainRows(50), sides: { reference: plainSide, candidate: plainSide }, repeats: 2, batchSize: 1, probes, seed: 1, ...extra,
});

export const allCalls = (plan: CallPlan): PlannedCall[] => Array.from({ length: plan.calls }, (_, index) => callAt(plan, index));
