import { systemClock } from "../../adapters/clock/system/system-clock.ts";
import { defaultStartTimeoutMs } from "../../adapters/serving/command/command-options.ts";
import { countOf } from "../../core/wording/count-of.ts";
import type { Journal } from "../../ports/journal.ts";
import type { InputRow } from "../../ports/serving.ts";
import { type CallPlan, evidenceCalls } from "../../work/replay/call-plan.ts";
import { PRODUCTION_RATE_PER_SECOND } from "../../work/replay/replay-defaults.ts";
import { runReplay } from "../../work/replay/run-replay.ts";
import type { CommandIo } from "../command-io.ts";
import { bySide } from "./by-side.ts";
import type { CheckOptions } from "./check-options.ts";
import type { LiveSide } from "./check-side.ts";

export interface PlanRequest {
  readonly sides: readonly LiveSide[];
  readonly inputs: { readonly rows: readonly InputRow[] };
  readonly options: Pick<CheckOptions, "concurrency" | "timeout">;
  readonly io: CommandIo;
}

/** Asks the live sides every call of a plan that the journal lacks; how many there are, and how gently production is asked, is told before the first. */
export const askPlan = async ({ sides, inputs, options, io }: PlanRequest, plan: CallPlan, journal: Journal): Promise<void> => {
  const calls = evidenceCalls(plan);
  io.progress({ kind: "step", step: "asking", detail: `${calls.toLocaleString("en-US")} requests, seed ${plan.seed}` });
  for (const { side, name, production, options: own } of sides) {
    if (!production) continue;
    const rate = own.maxRate ?? PRODUCTION_RATE_PER_SECOND;
    const seconds = Math.ceil(calls / sides.length / rate);
    const time = seconds < 60 ? countOf(seconds, "second") : countOf(Math.ceil(seconds / 60), "minute");
    io.progress({ kind: "note", message: `${name} is asked gently: at most ${rate} requests a second, each marked, and none once its errors rise; about ${time} (--${side}-max-rate allows more)` });
  }
  await runReplay({
    plan,
    rows: inputs.rows,
    sides: bySide(sides, ({ name, kind, client, production, options: own }) => ({
      name, client, production, concurrency: options.concurrency, ratePerSecond: own.maxRate,
      // A command keeps its own time, for its first row has to wait for a model to load.
      timeoutMs: kind === "command" ? Math.max(options.timeout * 1000, defaultStartTimeoutMs) : options.timeout * 1000,
    })),
    journal,
    clock: systemClock,
    progress: io.progress,
    signal: io.signal,
  });
};
