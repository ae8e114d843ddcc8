import { formatShare } from "../../../src/report/wording/format-number.ts";
import type { FairnessResult, Run } from "../run-types.ts";

/** One axis for all groups of a criterion, with its ends in words. */
export interface CohortScale {
  readonly at: (rate: number) => number;
  readonly low: string;
  readonly high: string;
}

const rowHeight = 13;
const padding = 6;

/** From the lowest to the highest end of any interval, with a little air. */
export const cohortScale = (results: readonly FairnessResult[]): CohortScale => {
  const values = results.flatMap(({ groups }) => groups.flatMap(({ rate, interval }) => [rate, interval?.low, interval?.high])).filter((value) => typeof value === "number");
  const air = Math.max(0.02, (Math.max(...values) - Math.min(...values)) * 0.12);
  const low = Math.max(0, Math.floor((Math.min(...values, 1) - air) * 50) / 50);
  const high = Math.min(1, Math.ceil((Math.max(...values, 0) + air) * 50) / 50);
  return { at: (rate) => 2 + (96 * (Math.min(high, Math.max(low, rate)) - low)) / Math.max(1e-9, high - low), low: formatShare(low), high: formatShare(high) };
};

/** The rate of all groups together. */
const common = ({ groups }: FairnessResult): number | null => {
  const known = groups.flatMap(({ rate, n }) => (rate === null ? [] : [{ rate, n }]));
  const n = known.reduce((sum, group) => sum + group.n, 0);
  return n === 0 ? null : known.reduce((sum, group) => sum + group.rate * group.n, 0) / n;
};

/** One group's rate on every side, each on a line of its own: sign, interval, and behind it the gap that equality would show. */
export const CohortDots = ({ run, results, group, scale }: { run: Run; results: readonly FairnessResult[]; group: string; scale: CohortScale }) => {
  const height = results.length * rowHeight + padding;
  const place = (rate: number): string => `${scale.at(rate).toFixed(2)}%`;
  const rates = results.map((result) => result.groups.find((entry) => entry.group === group)?.rate ?? null);
  return (
    <svg className="effect cohort-dots" role="img" height={height} width="100%">
      <title>{`${group}: ${results.map(({ environment }, index) => `${environment} ${formatShare(rates[index] ?? null)}`).join(", ")}`}</title>
      {results.map((result, index) => {
        const found = result.groups.find((entry) => entry.group === group);
        const rate = found?.rate ?? null;
        const [low, high] = [found?.interval?.low ?? null, found?.interval?.high ?? null];
        const y = padding / 2 + rowHeight * (index + 0.5);
        const middle = common(result);
        const reference = result.environment === run.environments.reference.name;
        const half = result.gapUnderEquality === null ? null : result.gapUnderEquality / 2;
        const from = middle === null || half === null ? 0 : scale.at(middle - half);
        return (
          <g key={result.environment} className={reference ? "cohort-reference" : "cohort-candidate"}>
            <line className="effect-axis" x1="0%" x2="100%" y1={y} y2={y} />
            {middle !== null && half !== null && <rect className="null-band" x={`${from.toFixed(2)}%`} width={`${Math.max(0.4, scale.at(middle + half) - from).toFixed(2)}%`} y={y - rowHeight / 2} height={rowHeight} />}
            {low !== null && high !== null && <line className="cohort-interval" x1={place(low)} x2={place(high)} y1={y} y2={y} />}
            {rate !== null && (reference
              ? <circle className="cohort-dot" cx={place(rate)} cy={y} r="4.2" />
              : <svg x={place(rate)} y={y} overflow="visible"><path className="cohort-dot" d="M0-5 5 0 0 5-5 0Z" /></svg>)}
          </g>
        );
      })}
    </svg>
  );
};
