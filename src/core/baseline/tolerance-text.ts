import type { Tolerance } from "../domain/tolerance.ts";

/** A tolerance as --tolerance takes it, digit for digit: `abs=1e-8,rel=0.000001,mode=both`. */
export const toleranceText = ({ absolute, relative, mode }: Tolerance): string => {
  const parts = [...(absolute > 0 || relative === 0 ? [`abs=${absolute}`] : []), ...(relative > 0 ? [`rel=${relative}`] : [])];
  return [...parts, ...(parts.length > 1 ? [`mode=${mode}`] : [])].join(",");
};
