import { formatNumber, formatShare } from "../wording/format-number.ts";

const names: ReadonlyMap<string, string> = new Map([
  ["standardised-mean-difference", "standardised difference of means"],
  ["chi-square-distance", "chi-square distance"],
  ["total-variation", "total variation"],
  ["psi", "PSI"],
  ["js-distance", "Jensen-Shannon distance"],
  ["ks", "Kolmogorov-Smirnov"],
  ["wasserstein-sd", "Wasserstein, in deviations"],
  ["missing-share", "share missing, difference"],
  ["elsewhere-share", "share other than the most frequent"],
  ["unseen-share", "share of values never seen before"],
]);

const shorts: ReadonlyMap<string, string> = new Map([
  ["standardised-mean-difference", "difference of means"], ["chi-square-distance", "chi-square"], ["js-distance", "JS distance"], ["ks", "KS"], ["wasserstein-sd", "Wasserstein"], ["missing-share", "missing"], ["unseen-share", "unseen values"], ["elsewhere-share", "other values"],
]);

/* `quantile-shift-p50` is said as `shift of p50`; a measure that is new here is said as it is written. */
const spoken = (measure: string): string => {
  const quantile = /^quantile-shift-(p[\d.]+)$/.exec(measure);
  return quantile === null ? measure.replaceAll("-", " ") : `shift of ${quantile[1] ?? ""}`;
};

/** A measure's full name. */
export const measureName = (measure: string): string => names.get(measure) ?? spoken(measure);

/** The same where there is little room. */
export const measureShort = (measure: string): string => shorts.get(measure) ?? measureName(measure);

const signed = (measure: string): boolean => measure.endsWith("-share") || measure === "total-variation";

/** A measure's value: shares as percentages, everything else as a number. */
export const formatMeasure = (measure: string, value: number | null): string => (signed(measure) ? formatShare(value) : formatNumber(value));

/** A value as a distance: what sampling adds was taken off the chi-square distance, so below 0 it is none; of a signed measure the size counts. */
export const distanceOf = (measure: string, value: number): number => (measure === "chi-square-distance" ? Math.max(0, value) : Math.abs(value));

/** What sampling alone makes of it at these sizes: `0.0005, at most 0.0009`; null where it is not known. */
export const nullWords = ({ measure, nullMean, null95 }: { readonly measure: string; readonly nullMean: number | null; readonly null95: number | null }): string | null => {
  if (nullMean === null && null95 === null) return null;
  if (nullMean === null) return `up to ${formatMeasure(measure, null95)}`;
  return null95 === null ? formatMeasure(measure, nullMean) : `${formatMeasure(measure, nullMean)}, up to ${formatMeasure(measure, null95)}`;
};
