import type { Arm } from "../../core/domain/recording.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { sample } from "../../core/random/sample.ts";
import { shuffle } from "../../core/random/shuffle.ts";
import { streamOf } from "../../core/random/stream-of.ts";
import type { InputRow } from "../../ports/serving.ts";
import type { CallPlan, Phase, PhaseName, SkippedArm } from "./call-plan.ts";
import { interleave } from "./interleave.ts";
import { PROBE_BATCH_SIZE, PROBE_ROWS, WARM_UP_CALLS } from "./replay-defaults.ts";
import { roundedRow } from "./rounded-row.ts";
import { chosenGroups, consecutiveGroups, evenGroups, type RowGroups } from "./row-groups.ts";
import { type PerSide, type Side, sides } from "./side.ts";

export type Probe = Exclude<Arm, "main">;
export const probes = ["batch", "serial", "shuffled", "rounded"] as const satisfies readonly Probe[];

/** What the plan must know of a side. */
export interface PlanSide {
  readonly namedColumns: boolean;
  readonly batches: boolean;
  readonly concurrency: number;
}

export interface PlanOptions {
  readonly rows: readonly InputRow[];
  /** The sides that are asked; one is enough. */
  readonly sides: PerSide<PlanSide>;
  readonly repeats: number;
  readonly batchSize: number;
  /** The probes that are wanted. */
  readonly probes: readonly Probe[];
  readonly seed: number;
  readonly probeRows?: number;
  readonly warmUpCalls?: number;
}

type Asked = { readonly groups: RowGroups; readonly sides: readonly Side[] };

/** Lays out every call of a replay; the same options give the same plan. Rejects with LS102 when a side cannot do what is asked. */
export const planCalls = (options: PlanOptions): CallPlan => {
  const { rows, repeats, batchSize, seed } = options;
  const asked = sides.filter((side) => options.sides[side] !== undefined);
  checkOptions(options, asked);
  const skipped: SkippedArm[] = [];
  const phases: Phase[] = [];
  let calls = 0;
  const add = (name: PhaseName, groups: RowGroups, who: readonly Side[], times: number): void => {
    if (groups.count === 0 || who.length === 0) return;
    const order = interleave(groups.count, times, who, streamOf(seed, `order of ${name}`));
    phases.push({ name, asked: who, repeats: times, groups, order, first: calls });
    calls += order.length;
  };

  const main = consecutiveGroups(rows.length, batchSize);
  const warmUp = Math.min(main.count, options.warmUpCalls ?? WARM_UP_CALLS);
  add("warm-up", chosenGroups(main, sample(main.count, warmUp, streamOf(seed, "warm-up"))), asked, 1);
  add("main", main, asked, repeats);

  const wantedGroups = Math.ceil((options.probeRows ?? PROBE_ROWS) / batchSize);
  const subset = chosenGroups(main, sample(main.count, wantedGroups, streamOf(seed, "probe rows")));
  for (const probe of probes) {
    const plan = planProbe(probe, options, subset, asked);
    for (const side of sides) {
      const reason = typeof plan === "string" ? plan : whyNot(probe, options, options.sides[side]);
      if (reason !== null && (probe !== "rounded" || side === "reference")) skipped.push({ arm: probe, side, reason });
    }
    if (typeof plan !== "string") add(probe, plan.groups, plan.sides.filter((side) => whyNot(probe, options, options.sides[side]) === null), 1);
  }
  return { seed, phases, calls, skipped };
};

/** What a probe asks of whom, or why nobody can be asked. */
const planProbe = (probe: Probe, options: PlanOptions, subset: RowGroups, asked: readonly Side[]): Asked | string => {
  if (!options.probes.includes(probe)) return "switched off";
  switch (probe) {
    case "batch": {
      const members = rowsOf(subset);
      if (options.batchSize > 1) return { groups: evenGroups(members, 1), sides: asked };
      if (members.length < 2) return "one row makes no batch";
      return { groups: evenGroups(shuffle(members, streamOf(options.seed, "batches")), PROBE_BATCH_SIZE), sides: asked };
    }
    case "serial":
      return { groups: subset, sides: asked };
    case "shuffled":
      return (options.rows[0]?.size ?? 0) < 2 ? "one column has no other order" : { groups: subset, sides: asked };
    case "rounded": {
      const able = Array.from({ length: subset.count }, (_, group) => group)
        .filter((group) => subset.rowsOf(group).some((row) => roundedRow(options.rows, row, options.seed) !== null));
      return able.length === 0 ? "no input has a number with a fraction" : { groups: chosenGroups(subset, able), sides: asked.filter((side) => side === "reference") };
    }
  }
};

/** Why a probe cannot be asked of a side; null when it can. */
const whyNot = (probe: Probe, options: PlanOptions, side: PlanSide | undefined): string | null => {
  if (side === undefined) return "its predictions come from a file";
  if (probe === "batch" && options.batchSize === 1 && !side.batches) return "it takes one row per request";
  if (probe === "serial" && side.concurrency === 1) return "it is asked one request at a time already";
  if (probe === "shuffled" && !side.namedColumns) return "its columns travel without names, in a fixed order";
  return null;
};

const rowsOf = (groups: RowGroups): number[] => Array.from({ length: groups.count }, (_, group) => groups.rowsOf(group)).flat();

const checkOptions = (options: PlanOptions, asked: readonly Side[]): void => {
  if (asked.length === 0 || options.rows.length === 0) throw new Error("a plan needs a side to ask and a row to ask about");
  if (!Number.isInteger(options.repeats) || options.repeats < 1) throw new LockstepError("LS102", { message: `Each row cannot be asked ${options.repeats} times.`, place: "--repeats" });
  if (!Number.isInteger(options.batchSize) || options.batchSize < 1) throw new LockstepError("LS102", { message: `A request cannot carry ${options.batchSize} rows.`, place: "--batch-size" });
  for (const side of asked) {
    if (options.batchSize > 1 && options.sides[side]?.batches === false) {
      throw new LockstepError("LS102", { message: `The ${side} takes one row per request and cannot be asked ${options.batchSize} at once.`, place: "--batch-size", todo: "Leave the batch size at 1." });
    }
  }
};
