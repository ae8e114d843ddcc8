import type { SeriesJudgement, Validation } from "../../core/domain/validation.ts";
import type { Verdict } from "../../core/domain/verdict.ts";
import { segmentName } from "../../report/validation/hypothesis-words.ts";
import { toldEstimate } from "../../report/validation/outside-corridor.ts";

/** What a monitoring system is told of one claim, in all rows or in one segment. */
export interface CorridorSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly low: number | null;
  readonly high: number | null;
  readonly estimate: number | null;
  readonly verdict: Verdict;
}

/** Segments of one claim beyond these are left out: each is a time series at whoever scrapes. */
const mostSegments = 20;

/** The corridors of one look, and how many segments were left out. */
export const corridorSamples = ({ model, environment, hypotheses }: Validation): { readonly samples: readonly CorridorSample[]; readonly cut: number } => {
  const sampleOf = (hypothesis: string, judged: SeriesJudgement | null, verdict: Verdict): CorridorSample => ({
    labels: { model, environment, hypothesis, segment: judged === null ? "all" : segmentName(judged) },
    low: judged?.corridor.low ?? null, high: judged?.corridor.high ?? null, estimate: judged === null ? null : toldEstimate(judged).estimate, verdict,
  });
  const cut = hypotheses.reduce((sum, { segments }) => sum + Math.max(0, segments.length - mostSegments), 0);
  return { cut, samples: hypotheses.flatMap(({ hypothesis, overall, segments, verdict }) => [sampleOf(hypothesis.name, overall, verdict), ...segments.slice(0, mostSegments).map((each) => sampleOf(hypothesis.name, each, each.verdict))]) };
};
