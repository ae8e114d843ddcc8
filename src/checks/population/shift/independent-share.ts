import type { ShareCount } from "../../../core/stats/newcombe.ts";

/** As many of as many rows as would say the same if they did not depend on one another; `ratio` is how many independent rows one row is worth. */
export const independentShare = ({ k, n }: ShareCount, ratio: number): ShareCount => {
  if (!(ratio < 1)) return { k, n };
  const rows = Math.max(n > 0 ? 1 : 0, Math.floor(n * ratio));
  return { k: Math.min(rows, Math.round(k * ratio)), n: rows };
};
