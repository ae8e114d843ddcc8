import type { ResultOf } from "../api/api-types.ts";

/** What one look said of one hypothesis. */
export type Look = ResultOf<"get", "/api/v1/hypotheses/{model}/{name}/history">["items"][number];

const middle = 12;
const edge = 47;
/** The axis reaches so many half corridors to either side. */
const reach = 3;

/* Where a value lies, in half corridors from the middle: -1 and 1 are the edges. With one edge only, the other is put as far off as the value is, so that the edge stays in sight. */
const scaleOf = ({ corridor: { low, high }, estimate }: Look): ((value: number) => number) | null => {
  if (low !== null && high !== null) return high > low ? (value) => (value - (low + high) / 2) / ((high - low) / 2) : null;
  const only = low ?? high;
  if (only === null) return null;
  const half = Math.max(Math.abs((estimate ?? only) - only), Math.abs(only) * 0.1, Number.MIN_VALUE);
  return low === null ? (value) => 1 + (value - only) / half : (value) => -1 + (value - only) / half;
};

/** Where production was in its corridor at one look: a dot inside, a diamond outside, the line its interval. */
export const LookBar = ({ look, label }: { look: Look; label: string }) => {
  const scale = scaleOf(look);
  if (look.estimate === null || scale === null) return <span className="soft">{look.refused !== null ? "refused" : look.estimate === null ? "no estimate yet" : "no corridor"}</span>;
  const place = (value: number): string => `${(50 + (Math.max(-reach, Math.min(reach, scale(value))) / reach) * edge).toFixed(2)}%`;
  const { low, high } = look.corridor;
  const left = low === null ? 0 : 50 - edge / reach;
  const right = high === null ? 100 : 50 + edge / reach;
  const outside = (low !== null && look.estimate < low) || (high !== null && look.estimate > high);
  const off = Math.abs(scale(look.estimate)) > reach;
  return (
    <svg className={`effect effect-${look.verdict}`} role="img" height={middle * 2} width="100%">
      <title>{label}</title>
      <rect className="zone" x={`${left}%`} width={`${right - left}%`} y="2" height={middle * 2 - 4} rx="2" />
      {look.low !== null && look.high !== null && <line className="effect-interval" x1={place(look.low)} x2={place(look.high)} y1={middle} y2={middle} />}
      {off ? <text className="effect-off" x={place(look.estimate)} y={middle + 5} textAnchor="middle">{scale(look.estimate) < 0 ? "◀" : "▶"}</text>
        : outside ? <svg x={place(look.estimate)} y={middle} overflow="visible"><path className="effect-dot" d="M0-6 6 0 0 6-6 0Z" /></svg> : <circle className="effect-dot" cx={place(look.estimate)} cy={middle} r="4.5" />}
    </svg>
  );
};
