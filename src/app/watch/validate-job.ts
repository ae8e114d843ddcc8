import type { JobOutcome } from "../../work/watch/watch-job.ts";
import { lookOfRun } from "../incident/look-of-run.ts";
import { runValidate } from "../validate/run-validate.ts";
import { jobRunId } from "./job-run-id.ts";
import { outcomeOfRun } from "./outcome-of-run.ts";
import type { WatchContext } from "./watch-context.ts";

export const validateJobName = (model: string): string => `validate ${model}`;

/** One look at a model's production as of a due time; the run that is there already for that time stands. */
export const validateJob = (model: string, context: WatchContext) => async (dueAt: number, signal: AbortSignal): Promise<JobOutcome> => {
  const runId = jobRunId(validateJobName(model), dueAt);
  const known = context.store.get(runId);
  if (known !== null) return outcomeOfRun(known, model, lookOfRun(known), context);
  const { path } = await context.load([model]);
  const [run] = await runValidate(
    { manifest: path, model, hypotheses: [], asOf: new Date(dueAt).toISOString(), backfill: false, recount: false, store: context.folder, output: [], json: false, memory: null, threads: null, author: null, runId },
    // What becomes of incidents is part of the job's line.
    { ...context.io, signal, note: (text) => { if (!text.startsWith("incident ")) context.io.note(text); } },
  );
  if (run === undefined) throw new Error(`validating ${model} gave no run`);
  return outcomeOfRun(run, model, lookOfRun(run), context);
};
