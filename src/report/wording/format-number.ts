import { percent } from "../../core/wording/percent.ts";

/** Digits a reader can use; more is noise in a report, and the run document keeps them all. */
const significantDigits = 3;

const grouped = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const plain = new Intl.NumberFormat("en", { maximumSignificantDigits: significantDigits });
/** Outside these magnitudes a number is written with an exponent. */
const smallestPlain = 1e-4;
const largestPlain = 1e7;

/** What is written where there is no number. */
export const noNumber = "–";

/** A count with thousands separators: `12,000`. */
export const formatCount = (count: number): string => grouped.format(count);

/** A number for people: three significant digits, an exponent only where zeros would have to be counted. */
export const formatNumber = (value: number | null): string => {
  if (value === null || Number.isNaN(value)) return noNumber;
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "-∞";
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size < smallestPlain || size >= largestPlain) {
    return value.toExponential(significantDigits - 1).replace(/\.?0+e/, "e").replace("e+", "e");
  }
  return size >= 1000 ? grouped.format(value) : plain.format(value);
};

/** A share of 0..1 as a percentage; a dash where there is none. */
export const formatShare = (share: number | null): string => (share === null ? noNumber : percent(share));

/** Seconds in the largest unit that still says something: `840 ms`, `12.3 s`, `4 min 5 s`. */
export const formatSeconds = (seconds: number): string => {
  if (seconds < 1) return `${formatNumber(seconds * 1000)} ms`;
  if (seconds < 60) return `${formatNumber(seconds)} s`;
  return `${String(Math.floor(seconds / 60))} min ${String(Math.round(seconds % 60))} s`;
};

/** `1 pair`, `12,000 pairs`. */
export const formatPlural = (count: number, one: string, many = `${one}s`): string => `${formatCount(count)} ${count === 1 ? one : many}`;

const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

/** A moment as a reader writes it, in UTC; what is not a date is given back as it is. */
export const formatMoment = (iso: string): string => {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? iso : `${day.format(time)} UTC`;
};

const dayAlone = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });

/** A day as a reader writes it: `31 Dec 2026`; what is not a date is given back as it is. */
export const formatDay = (iso: string): string => {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? iso : dayAlone.format(time);
};
