import type { ColumnSpec, NumericProfile } from "../domain/profile.ts";
import { logBin } from "../stats/log-histogram.ts";

/** Values between two edges, in distance from `anchor`; an atom where the edges are equal. `count` is how many they stand for. */
export interface SturdyBin {
  readonly anchor: number;
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/**
 * The bins of a number, ascending, joined until each stands for at least `minCount` values; what lies further out than the `minCount`-th value from either end is moved inward
 * to that value's bin, so that no edge is drawn by fewer. Values outside a probability's range are in none. Empty where there are fewer than `minCount` values in all.
 */
export const sturdyBins = (profile: NumericProfile, { binning, pivot }: Pick<ColumnSpec, "binning" | "pivot">, gamma: number, minCount: number): SturdyBin[] => {
  const pieces = binning === "two-tailed" ? twoTailed(profile, gamma) : aboutPivot(profile, gamma, pivot ?? 0);
  const total = pieces.reduce((sum, { count }) => sum + count, 0);
  if (total < minCount || total === 0) return [];
  return joined(movedInward(pieces, minCount), minCount);
};

const aboutPivot = ({ positive, negative, zero }: NumericProfile, gamma: number, anchor: number): SturdyBin[] => [
  ...[...negative].sort((a, b) => b.bin - a.bin).map(({ bin, count }) => { const { low, high } = edges(bin, gamma); return { anchor, low: -high, high: -low, count }; }),
  { anchor, low: 0, high: 0, count: zero },
  ...[...positive].sort((a, b) => a.bin - b.bin).map(({ bin, count }) => ({ anchor, ...edges(bin, gamma), count })),
].filter(({ count }) => count > 0);

const twoTailed = ({ positive, negative, zero, one, outside }: NumericProfile, gamma: number): SturdyBin[] => [
  { anchor: 0, low: 0, high: 0, count: zero },
  ...[...negative].sort((a, b) => a.bin - b.bin).map(({ bin, count }) => { const { low, high } = edges(bin, gamma); return { anchor: 0, low, high: Math.min(high, 0.5), count }; }),
  ...[...positive].sort((a, b) => b.bin - a.bin).map(({ bin, count }) => { const { low, high } = edges(bin, gamma); return { anchor: 1, low: -Math.min(high, 0.5), high: -low, count }; }),
  { anchor: 1, low: 0, high: 0, count: one },
].filter(({ count }) => count > 0 && outside >= 0);

const edges = (bin: number, gamma: number): { readonly low: number; readonly high: number } => {
  const { low, high } = logBin(bin, gamma);
  return { low, high: Math.min(high, Number.MAX_VALUE) };
};

/** Both tails as far out as the `minCount`-th value from the end, and no further. */
const movedInward = (pieces: readonly SturdyBin[], minCount: number): SturdyBin[] => {
  const bottom = placeOf(pieces, minCount);
  const top = pieces.length - 1 - placeOf([...pieces].reverse(), minCount);
  const sum = (from: number, to: number): number => pieces.slice(from, to).reduce((all, { count }) => all + count, 0);
  const [low, high] = [pieces[Math.min(bottom, top)], pieces[Math.max(bottom, top)]];
  if (low === undefined || high === undefined) return [];
  if (bottom >= top) return [spanning(low, high, sum(0, pieces.length))];
  return [{ ...low, count: sum(0, bottom + 1) }, ...pieces.slice(bottom + 1, top), { ...high, count: sum(top, pieces.length) }];
};

const placeOf = (pieces: readonly SturdyBin[], minCount: number): number => {
  let seen = 0;
  return pieces.findIndex(({ count }) => (seen += count) >= minCount);
};

const joined = (pieces: readonly SturdyBin[], minCount: number): SturdyBin[] => {
  const done: SturdyBin[] = [];
  let open: SturdyBin | null = null;
  for (const piece of pieces) {
    // A value that many share stays itself; what is left open before it goes to whom stands before it, or to it.
    if (piece.low === piece.high && piece.count >= minCount) {
      const last = done.at(-1);
      if (open !== null && last !== undefined) done[done.length - 1] = { ...last, count: last.count + open.count };
      done.push(open !== null && last === undefined ? { ...piece, count: piece.count + open.count } : piece);
      open = null;
      continue;
    }
    open = open === null ? piece : spanning(open, piece, open.count + piece.count);
    if (open.count >= minCount) {
      done.push(open);
      open = null;
    }
  }
  return done;
};

/** From one's lower edge to the other's upper edge; of two anchors, told from 0. */
const spanning = (from: SturdyBin, to: SturdyBin, count: number): SturdyBin =>
  from.anchor === to.anchor ? { ...from, high: to.high, count } : { anchor: 0, low: from.anchor + from.low, high: to.anchor + to.high, count };
