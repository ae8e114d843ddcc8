import type { Cell } from "../../ports/engine.ts";

/** A cell as a float; null for null and for what is no number. Counts are far below 2^53. */
export const numberOrNull = (cell: Cell | undefined): number | null => {
  if (typeof cell === "bigint") return Number(cell);
  if (typeof cell === "number") return cell;
  if (typeof cell === "boolean") return cell ? 1 : 0;
  return null;
};

/** A count; a sum over no rows is null in SQL and 0 here. */
export const countOrZero = (cell: Cell | undefined): number => numberOrNull(cell) ?? 0;
