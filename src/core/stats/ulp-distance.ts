/*
 * How many floating-point numbers lie between two: the bits, read as sign and magnitude, are consecutive integers along the
 * number line, so their difference counts steps. Zero and minus zero are the same point; infinity is one step beyond the largest
 * finite number; NaN is nowhere, so its distance is null.
 */

/** Distances are counted exactly up to here and capped at it: beyond 2^53 - 1 a number no longer holds every integer. */
export const farthestUlp: number = Number.MAX_SAFE_INTEGER;

const view = new DataView(new ArrayBuffer(16));
const highWord = 0x1_0000_0000;

/** Steps between two float64 values, 0 … `farthestUlp`; null if either is NaN. Needs no BigInt. */
export const ulpDistance = (a: number, b: number): number | null => {
  if (Number.isNaN(a) || Number.isNaN(b)) return null;
  if (a === b) return 0;
  view.setFloat64(0, a);
  view.setFloat64(8, b);
  const highA = view.getInt32(0) & 0x7fff_ffff;
  const highB = view.getInt32(8) & 0x7fff_ffff;
  const lowA = view.getUint32(4);
  const lowB = view.getUint32(12);
  const across = view.getInt32(0) < 0 !== view.getInt32(8) < 0;
  // Rounding here can only happen past the cap: below it every term and sum is an integer under 2^53.
  const steps = across ? (highA + highB) * highWord + (lowA + lowB) : Math.abs((highA - highB) * highWord + (lowA - lowB));
  return Math.min(steps, farthestUlp);
};

/** Steps between two values in float32, after rounding both to it; null if either is NaN. Always exact. */
export const ulpDistance32 = (a: number, b: number): number | null => {
  if (Number.isNaN(a) || Number.isNaN(b)) return null;
  view.setFloat32(0, a);
  view.setFloat32(4, b);
  return Math.abs(alongTheLine(view.getInt32(0)) - alongTheLine(view.getInt32(4)));
};

const alongTheLine = (bits: number): number => (bits < 0 ? -(bits & 0x7fff_ffff) : bits);
