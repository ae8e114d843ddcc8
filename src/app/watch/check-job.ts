import type { Run } from "../../core/domain/run.ts";
import type { Look } from "../../core/incident/look.ts";
import type { JobOutcome } from "../../work/watch/watch-job.ts";
import type { ComparedPair } from "../agreed/pair-outputs.ts";
import { runAgreedCheck } from "../agreed/run-agreed-checks.ts";
import { jobRunId } from "./job-run-id.ts";
import { outcomeOfRun } from "./outcome-of-run.ts";
import type { WatchContext } from "./watch-context.ts";

export const checkJobName = ({ model, reference, candidate }: ComparedPair): string => `check ${model} ${reference} ${candidate}`;

/** One check of a pair at a due time; the run that is there already for that time stands, one that was interrupted is begun anew. */
export const checkJob = (pair: ComparedPair, pairs: number, context: WatchContext) => async (dueAt: number, signal: AbortSignal): Promise<JobOutcome> => {
  const runId = jobRunId(checkJobName(pair), dueAt);
  const known = context.store.get(runId);
  if (known !== null) return outcomeOfRun(known, pair.model, lookOf(known, pair, dueAt), context);
  const loaded = await context.load([pair.model]);
  // What an earlier process asked belongs to another due time, or was asked long ago: production as it was then is not what is checked now.
  const { run } = await runAgreedCheck({ loaded, pending: [pair], pairs, typed: { store: context.folder, fresh: true }, complete: context.complete, runId }, { ...context.io, signal });
  return outcomeOfRun(run, pair.model, lookOf(run, pair, dueAt), context);
};

/** A pair that stopped giving the same answers is an incident of its own. */
const lookOf = (run: Run, { model, reference, candidate }: ComparedPair, dueAt: number): Look => ({
  run: run.id,
  at: new Date(dueAt).toISOString(),
  findings: [{
    subject: `check ${model}/${reference}-${candidate}`, kind: "departure", title: `${model}: ${candidate} answers as ${reference} does`, verdict: run.verdict, mode: "enforce", severity: "high",
    owner: run.agreement?.owner ?? null, consequence: run.decision.action === "roll-back" ? "roll-back" : "pause", since: null, estimate: null, interval: null, sentence: run.headline,
  }],
});
