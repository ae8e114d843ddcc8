import { restatements } from "../../core/labels/restate.ts";
import type { Run } from "../../core/domain/run.ts";
import type { HypothesisResult, SeriesJudgement } from "../../core/domain/validation.ts";
import type { RunStore } from "../../ports/run-store.ts";

/** So many of a model's latest runs are looked through; checks and comparisons lie between looks. */
const mostLookedThrough = 200;

/** The last look at a model's production before this one; null when there was none. */
export const previousLook = (store: RunStore, model: string, environment: string): Run | null => {
  for (const { id } of store.list(mostLookedThrough, 0, { model })) {
    const run = store.get(id);
    if (run?.validation?.model === model && run.validation.environment === environment) return run;
  }
  return null;
};

/** What an earlier look said of windows that now say something else, beside what they say now; the old verdict stays with its run. */
export const withRestatements = (results: readonly HypothesisResult[], before: Run | null, backfill: boolean): HypothesisResult[] => results.map((result) => {
  const earlier = before?.validation?.hypotheses.find(({ hypothesis }) => hypothesis.id === result.hypothesis.id);
  if (before === null || earlier === undefined || result.overall === null) return result;
  // A look at history told of windows that this one does not judge: they are not gone.
  const first = backfill ? "" : (result.hypothesis.since ?? result.registeredAt ?? "");
  const judgedNow = (then: SeriesJudgement): SeriesJudgement => ({ ...then, points: then.points.filter(({ start }) => first === "" || Date.parse(start) >= Date.parse(first)) });
  const segments = result.segments.flatMap((segment) => {
    const then = earlier.segments.find((each) => each.segment?.column === segment.segment?.column && each.segment?.value === segment.segment?.value);
    return then === undefined ? [] : restatements(judgedNow(then), segment, before.id);
  });
  return { ...result, restated: [...restatements(earlier.overall === null ? null : judgedNow(earlier.overall), result.overall, before.id), ...segments] };
});
