import { quantileSorted } from "./quantile-sorted.ts";
import type { DrawnPoint } from "../../../src/report/validation/packed-series.ts";
import { unitKind } from "../../../src/report/wording/unit-kind.ts";
import type { SeriesJudgement } from "../run-types.ts";

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const dayOfYear = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });

/** A place on the axis of local time as a reader says it: `14 Sept`. */
export const localDay = (at: number): string => day.format(at);

/** The same with the year, and with the hour where windows are hours. */
export const localLabel = (at: number, hours: boolean): string => `${dayOfYear.format(at)}${hours ? `, ${new Date(at).toISOString().slice(11, 16)}` : ""}`;

/* Single windows with hardly a label would flatten all others: only the usual ones decide how far the axis reaches. */
const usual = 0.03;

/** How far a drawing of a series reaches upwards and downwards: the corridor whole, what was judged whole, intervals as far as they are usual. */
export const domainOf = (points: readonly DrawnPoint[], { low, high }: SeriesJudgement["corridor"], promised: number | null, unit: string): readonly [number, number] => {
  const judged = points.filter(({ status }) => status === "judged");
  const told = judged.length > 0 ? judged : points;
  const sorted = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null).sort((a, b) => a - b);
  const lows = sorted(told.map((point) => point.low ?? point.estimate));
  const highs = sorted(told.map((point) => point.high ?? point.estimate));
  const values = [low, high, promised, ...told.map(({ estimate }) => estimate), quantileSorted(lows, usual), quantileSorted(highs, 1 - usual), ...told.flatMap(({ expectedLow, expectedHigh }) => [expectedLow, expectedHigh])].filter((value) => value !== null);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = (most - least) * 0.07 || Math.abs(least) * 0.1 || 1;
  if (values.length === 0) return [0, 1];
  // No share lies beyond 0 % or 100 %: the axis ends there.
  const whole = unitKind(unit).written === "share" && least >= 0 && most <= 1;
  return whole ? [Math.max(0, least - room), Math.min(1, most + room)] : [least - room, most + room];
};
