import type { ColumnShift, Verdict } from "../run-types.ts";
import { distanceOf, formatMeasure } from "../../../src/report/population/measure-words.ts";

type Measure = ColumnShift["measures"][number];

const middle = 12;
const farthest = 97;

/** How far to the right a value stands, in percent of the width: square roots, so that small and large distances are both seen. */
export type Reach = (value: number) => number;

/** The scale of distances up to the largest. */
export const reachOf = (values: readonly number[]): Reach => {
  const most = Math.max(...values.filter(Number.isFinite), Number.MIN_VALUE);
  return (value) => 1 + Math.sqrt(Math.min(1, Math.max(0, value) / most)) * (farthest - 1);
};

/** Ends of an interval as distances: one that holds 0 starts there. */
const ends = ({ measure, interval }: Measure): readonly [number, number] | null => {
  if (interval === null || interval.low === null || interval.high === null) return null;
  const [a, b] = [distanceOf(measure, interval.low), distanceOf(measure, interval.high)];
  return interval.low <= 0 && interval.high >= 0 ? [0, Math.max(a, b)] : [Math.min(a, b), Math.max(a, b)];
};

const ticks = [1, 3, 10, 30, 100] as const;
const closest = 32;

/** The axis over bars that are counted in what is allowed. */
export const AllowedAxis = ({ reach }: { reach: Reach }) => {
  const places = ticks.map((tick) => ({ tick, at: reach(tick) })).filter(({ at }, index, all) => at < farthest && (index === 0 || at - (all[index - 1]?.at ?? 0) > closest));
  return (
    <svg className="effect-ticks" aria-hidden="true" height="18" width="100%">
      {places.map(({ tick, at }) => <text key={tick} x={`${at}%`} y="13" textAnchor="middle">{tick === 1 ? "allowed" : `${tick}×`}</text>)}
    </svg>
  );
};

/** All that a bar of this measure has to show. */
export const distancesOf = (measure: Measure, margin: number | null): number[] => [distanceOf(measure.measure, measure.value ?? 0), ...(ends(measure) ?? []), measure.null95 ?? 0, margin ?? 0];

/** A distance against what sampling alone makes (hatched, its mean a tick) and what is allowed (shaded). Everything is divided by `unit` first. */
export const NullBar = ({ measure, margin, verdict, reach, unit = 1, subject }: { measure: Measure; margin: number | null; verdict: Verdict | null; reach: Reach; unit?: number; subject: string }) => {
  const place = (value: number): string => `${reach(distanceOf(measure.measure, value) / unit).toFixed(2)}%`;
  const span = ends(measure);
  const said = (value: number | null): string => formatMeasure(measure.measure, value);
  return (
    <svg className={`effect effect-${verdict ?? "none"}`} role="img" height={middle * 2} width="100%">
      <title>{`${subject}: ${said(measure.value)}${measure.null95 === null ? "" : `, by chance alone up to ${said(measure.null95)}`}${margin === null ? "" : `, allowed ${said(margin)}`}`}</title>
      {margin !== null && <rect className="zone" x="0" width={place(margin)} y="2" height={middle * 2 - 4} rx="2" />}
      {measure.null95 !== null && <rect className="null-band" x="0" width={place(measure.null95)} y={middle - 4} height="8" />}
      <line className="effect-axis" x1="0%" x2="100%" y1={middle} y2={middle} />
      {measure.nullMean !== null && <line className="null-mean" x1={place(measure.nullMean)} x2={place(measure.nullMean)} y1={middle - 6} y2={middle + 6} />}
      {span !== null && <line className="effect-interval" x1={place(span[0])} x2={place(span[1])} y1={middle} y2={middle} />}
      {measure.value !== null && <circle className="effect-dot" cx={place(measure.value)} cy={middle} r="4.5" />}
    </svg>
  );
};
