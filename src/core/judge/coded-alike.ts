/** Values of a label with their rows; null where they are amounts. */
type Values = readonly { readonly value: string; readonly rows: number }[] | null;

/** More rows than this share with a class that the other side never had are another coding, and no slip. */
const strangeShare = 0.01;

/** How a label with two classes, or one whose classes have none in common, is coded otherwise than it was; null where it is coded alike. */
export const codedOtherwise = (was: Values | undefined, is: Values | undefined): { readonly was: readonly string[]; readonly is: readonly string[] } | null => {
  if (was === undefined || is === undefined || was === null || is === null || was.length === 0 || is.length === 0) return null;
  const known = new Set(was.map(({ value }) => value));
  const rows = is.reduce((sum, each) => sum + each.rows, 0);
  const strange = is.filter(({ value }) => !known.has(value)).reduce((sum, each) => sum + each.rows, 0);
  if (strange <= strangeShare * rows || (strange < rows && known.size > 2)) return null;
  return { was: was.map(({ value }) => value), is: is.map(({ value }) => value) };
};

/** Whether scores that were probabilities are none any more: on another scale every threshold and every calibration means something else. */
export const isOtherScale = (was: { readonly low: number; readonly high: number } | undefined, is: { readonly low: number; readonly high: number } | undefined): boolean =>
  was !== undefined && is !== undefined && was.low >= 0 && was.high <= 1 && (is.high > 1.5 || is.low < -0.5);
