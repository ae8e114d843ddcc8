/** How often the spread a middle must be away from 0 before bins are drawn about it: nearer, a standard deviation is ten bins and more. */
const far = 5;

/** Beyond this, subtracting the pivot could leave the doubles. */
const largest = 1e290;

/**
 * The number bins are drawn about: 0, unless values lie far from it relative to their spread, for 2 % of their size would then hide how they are spread. Then
 * the middle, with as few digits as stay within one standard deviation. Times always have one.
 */
export const choosePivot = ({ mean, sd }: { readonly mean: number | null; readonly sd: number | null }, always = false): number => {
  if (mean === null || sd === null || Math.abs(mean) > largest) return 0;
  if (!always && Math.abs(mean) <= far * sd) return 0;
  // A constant is its own middle: every other value is then seen at once.
  if (sd <= Math.abs(mean) * 1e-14) return mean;
  const unit = 10 ** Math.floor(Math.log10(sd));
  return Number((Math.round(mean / unit) * unit).toPrecision(15)) + 0;
};
