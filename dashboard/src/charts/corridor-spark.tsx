import type { DrawnPoint } from "../../../src/report/validation/packed-series.ts";
import type { SeriesJudgement } from "../run-types.ts";

const width = 200;
const height = 40;

/** The windows of a series small: a line of what was judged over the corridor, broken where nothing was, thin where labels may still come. */
export const CorridorSpark = ({ points, corridor: { low, high }, label, domain, onset }: { points: readonly DrawnPoint[]; corridor: SeriesJudgement["corridor"]; label: string; domain: readonly [number, number]; onset: number | null }) => {
  const first = points[0]?.at ?? 0;
  const span = Math.max(1, (points.at(-1)?.until ?? 1) - first);
  const x = (time: number): number => ((time - first) / span) * width;
  const y = (value: number): number => height - ((Math.max(domain[0], Math.min(domain[1], value)) - domain[0]) / Math.max(Number.MIN_VALUE, domain[1] - domain[0])) * height;
  const pathOf = (drawn: (point: DrawnPoint) => boolean): string => {
    let open = false;
    return points.map((point) => {
      if (point.estimate === null || !drawn(point)) { open = false; return ""; }
      const step = `${open ? "L" : "M"}${x((point.at + point.until) / 2).toFixed(1)} ${y(point.estimate).toFixed(1)}`;
      // A window between two gaps is a dash, else nothing of it would be seen.
      const lone = open ? "" : "h.6";
      open = true;
      return step + lone;
    }).join("");
  };
  const top = high === null ? 0 : y(high);
  const bottom = low === null ? height : y(low);
  return (
    <svg className="spark" role="img" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" height={height} width="100%">
      <title>{label}</title>
      <rect className="zone" x="0" width={width} y={top} height={Math.max(0, bottom - top)} />
      {onset !== null && <line className="spark-onset" x1={x(onset)} x2={x(onset)} y1="0" y2={height} />}
      <path className="spark-line" d={pathOf(({ status }) => status === "judged")} />
      <path className="spark-line spark-maturing" d={pathOf(({ status }) => status === "maturing")} />
    </svg>
  );
};

/** One vertical axis for small drawings: from the lowest to the highest of what was judged and of the corridor. */
export const sparkDomain = (points: readonly DrawnPoint[], { low, high }: SeriesJudgement["corridor"]): readonly [number, number] => {
  const values = [...points.flatMap(({ estimate, status }) => (estimate === null || status !== "judged" ? [] : [estimate])), low, high].filter((value) => value !== null);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = (most - least) * 0.06 || 1;
  return values.length === 0 ? [0, 1] : [least - room, most + room];
};
