import { readNumber } from "./read-number.ts";

/** A share from 0 to below 1, as `0.001` or `0.1%`. */
export const readShare = (text: string): number | undefined => {
  const percent = text.endsWith("%");
  const value = readNumber(percent ? text.slice(0, -1).trimEnd() : text);
  if (value === undefined) return undefined;
  const share = percent ? value / 100 : value;
  return share >= 0 && share < 1 ? share : undefined;
};
