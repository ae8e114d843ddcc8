import type { HypothesisResult, SeriesJudgement } from "../../core/domain/validation.ts";

/** How far production lies beyond the edge of its corridor. */
interface Outside {
  readonly side: "below" | "above";
  /** In the metric's own unit, beyond the edge. */
  readonly amount: number;
  /** The same in margins; null where the margin is 0 or cannot be told. */
  readonly margins: number | null;
}

/** What is told of a series: since it left its corridor where it did, else over everything that was judged. */
export const toldEstimate = ({ estimate, interval, estimateSince, intervalSince }: SeriesJudgement): Pick<SeriesJudgement, "estimate" | "interval"> =>
  estimateSince === null ? { estimate, interval } : { estimate: estimateSince, interval: intervalSince };

/** What was promised of a series: of its segment where the offline estimate tells it apart, of everything for everything. */
export const promisedOf = ({ offline, reweighted }: Pick<HypothesisResult, "offline" | "reweighted">, { segment }: Pick<SeriesJudgement, "segment">): number | null => {
  if (segment === null) return reweighted?.estimate ?? offline?.estimate ?? null;
  return offline?.bySegment.find((part) => part.segment.column === segment.column && part.segment.value === segment.value)?.estimate ?? null;
};

const marginOf = (result: HypothesisResult, judgement: SeriesJudgement, side: Outside["side"]): number | null => {
  const { margin } = result.hypothesis;
  const written = margin[side];
  if (written === null || written === 0) return null;
  if (!margin.relative) return written;
  const promised = promisedOf(result, judgement);
  return promised === null || promised === 0 ? null : written * Math.abs(promised);
};

/** How far outside its corridor a series lies now; null where it is inside, or where it is not known. */
export const outsideCorridor = (result: HypothesisResult, judgement: SeriesJudgement): Outside | null => {
  const { estimate } = toldEstimate(judgement);
  const { low, high } = judgement.corridor;
  if (estimate === null) return null;
  const side = low !== null && estimate < low ? "below" : high !== null && estimate > high ? "above" : null;
  if (side === null) return null;
  const amount = Math.abs(estimate - ((side === "below" ? low : high) ?? estimate));
  const margin = marginOf(result, judgement, side);
  return { side, amount, margins: margin === null ? null : amount / margin };
};

/** A value as margins from what was promised: -1 and 1 are the edges of the corridor, whatever the metric's unit; a side that is not judged is counted in the other's margin. */
export const inMargins = (result: Pick<HypothesisResult, "offline" | "reweighted">, judgement: Pick<SeriesJudgement, "segment" | "corridor">): ((value: number) => number) | null => {
  const { low, high } = judgement.corridor;
  const promised = promisedOf(result, judgement) ?? (low !== null && high !== null ? (low + high) / 2 : null);
  if (promised === null) return null;
  const below = low === null ? null : promised - low;
  const above = high === null ? null : high - promised;
  const [down, up] = [below ?? above, above ?? below];
  if (down === null || up === null || down <= 0 || up <= 0) return null;
  return (value) => (value - promised) / (value < promised ? down : up);
};
