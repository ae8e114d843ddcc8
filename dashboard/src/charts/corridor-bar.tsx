import { inMargins, outsideCorridor, toldEstimate } from "../../../src/report/validation/outside-corridor.ts";
import { segmentName, standsWords } from "../../../src/report/validation/hypothesis-words.ts";
import type { HypothesisResult, SeriesJudgement } from "../run-types.ts";

const middle = 12;
const edge = 47;
const nearest = 2;
const farthest = 6;

/** How many margins the axis of a list reaches to either side: far enough for most, and no farther than the corridor stays in sight. */
export const reachOfMargins = (list: readonly { readonly result: HypothesisResult; readonly judgement: SeriesJudgement }[]): number => {
  const values = list.flatMap(({ result, judgement }) => {
    const scale = inMargins(result, judgement);
    const { estimate, interval } = toldEstimate(judgement);
    return scale === null ? [] : [estimate, interval?.low ?? null, interval?.high ?? null].flatMap((value) => (value === null ? [] : [Math.abs(scale(value))]));
  });
  return Math.min(farthest, Math.max(nearest, ...values) * 1.08);
};

/** An estimate with its interval against its corridor, counted in margins from what was promised, so that claims of any unit share an axis. */
export const CorridorBar = ({ result, judgement, reach }: { result: HypothesisResult; judgement: SeriesJudgement; reach: number }) => {
  const scale = inMargins(result, judgement);
  const { estimate, interval } = toldEstimate(judgement);
  if (scale === null || estimate === null) return <span className="soft">{estimate === null ? "no estimate yet" : "no corridor"}</span>;
  const at = (value: number): number => 50 + (Math.max(-reach, Math.min(reach, scale(value))) / reach) * edge;
  const place = (value: number): string => `${at(value).toFixed(2)}%`;
  const { low, high } = judgement.corridor;
  const left = low === null ? 0 : 50 - edge / reach;
  const right = high === null ? 100 : 50 + edge / reach;
  const off = Math.abs(scale(estimate)) > reach;
  const outside = outsideCorridor(result, judgement) !== null;
  return (
    <svg className={`effect effect-${judgement.verdict}`} role="img" height={middle * 2} width="100%">
      <title>{`${segmentName(judgement)}: ${standsWords(result, judgement)}`}</title>
      <rect className="zone" x={`${left}%`} width={`${right - left}%`} y="2" height={middle * 2 - 4} rx="2" />
      <line className="promise" x1="50%" x2="50%" y1="4" y2={middle * 2 - 4} />
      {interval !== null && <line className="effect-interval" x1={interval.low === null ? "0%" : place(interval.low)} x2={interval.high === null ? "100%" : place(interval.high)} y1={middle} y2={middle} />}
      {off ? <text className="effect-off" x={place(estimate)} y={middle + 5} textAnchor="middle">{scale(estimate) < 0 ? "◀" : "▶"}</text>
        : outside ? <svg x={place(estimate)} y={middle} overflow="visible"><path className="effect-dot" d="M0-6 6 0 0 6-6 0Z" /></svg> : <circle className="effect-dot" cx={place(estimate)} cy={middle} r="4.5" />}
    </svg>
  );
};

/** The axis over a list of such bars. */
export const MarginAxis = ({ reach }: { reach: number }) => (
  <svg className="effect-ticks" aria-hidden="true" height="18" width="100%">
    <text x={`${50 - edge / reach}%`} y="13" textAnchor="middle">low</text><text x={`${50 + edge / reach}%`} y="13" textAnchor="middle">high</text>
  </svg>
);
