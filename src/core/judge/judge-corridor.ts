import type { Verdict } from "../domain/verdict.ts";
import { familyAlpha } from "./population-settings.ts";

/** Where a quantity may lie; an end that is infinite is not judged. */
export interface Corridor {
  readonly low: number;
  readonly high: number;
}

/**
 * Three states of an interval against a corridor. Pass: the two-sided interval at 1 - 2 familyAlpha lies inside. Fail: the interval at 1 - 2 alphaPerClaim,
 * whose ends hold at alphaPerClaim each, lies wholly on one side of it. Else inconclusive.
 */
export const judgeCorridor = (at: (level: number) => { readonly low: number; readonly high: number }, corridor: Corridor, alphaPerClaim: number): Extract<Verdict, "pass" | "fail" | "inconclusive"> => {
  const inner = at(1 - 2 * familyAlpha);
  if (inner.low >= corridor.low && inner.high <= corridor.high) return "pass";
  const outer = at(1 - 2 * Math.min(alphaPerClaim, familyAlpha));
  return outer.low > corridor.high || outer.high < corridor.low ? "fail" : "inconclusive";
};

/**
 * About how many times the rows are needed until the interval fits: half-widths shrink with the root of n. Null where the estimate lies so near the corridor's
 * edge (or beyond it) that no number of rows is worth naming.
 */
export const timesTheRows = (estimate: number, { low, high }: { readonly low: number; readonly high: number }, corridor: Corridor): number | null => {
  const sides = [{ half: high - estimate, room: corridor.high - estimate }, { half: estimate - low, room: estimate - corridor.low }].filter(({ room }) => room !== Infinity);
  const times = Math.max(1, ...sides.map(({ half, room }) => (room <= 0 ? Infinity : (half / room) ** 2)));
  return times < 1e4 ? times : null;
};
