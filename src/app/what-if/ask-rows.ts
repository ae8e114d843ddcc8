import { openSqliteJournal } from "../../adapters/journal/sqlite/sqlite-journal.ts";
import type { InputRow, OutputRow } from "../../ports/serving.ts";
import { callAt } from "../../work/replay/call-plan.ts";
import { planCalls } from "../../work/replay/plan-calls.ts";
import { askPlan } from "../check/ask-plan.ts";
import { bySide } from "../check/by-side.ts";
import type { CheckOptions } from "../check/check-options.ts";
import type { LiveSide } from "../check/check-side.ts";
import type { CommandIo } from "../command-io.ts";

/** Asks one model all rows, once each, as a check does: gently where it is production. Null for a row without an answer. `path` is a file for the answers while they come. */
export const askRows = async (side: LiveSide, rows: readonly InputRow[], { check, seed, path }: { readonly check: CheckOptions; readonly seed: number; readonly path: string }, io: CommandIo): Promise<readonly (OutputRow | null)[]> => {
  const plan = planCalls({ rows, seed, repeats: 1, batchSize: check.batch, probes: [], warmUpCalls: check.warmup, sides: bySide([side], ({ description }) => ({ namedColumns: description.namedColumns, batches: description.batches, concurrency: check.concurrency })) });
  const journal = openSqliteJournal(path);
  try {
    journal.begin("what-if");
    await askPlan({ sides: [side], inputs: { rows }, options: check, io }, plan, journal);
    const answers = rows.map((): OutputRow | null => null);
    for (const entry of journal.entries()) {
      const call = callAt(plan, entry.call);
      if (call.phase === "main") for (const [at, row] of call.rows.entries()) answers[row] = entry.rows[at] ?? null;
    }
    return answers;
  } finally {
    journal.close();
  }
};
