import type { Slopes } from "../../../core/stats/kitagawa-gradients.ts";
import type { CellSums, CutSide } from "./cells-of-statistics.ts";

/** Variance of a term from one side, and the degrees of freedom it is known with. */
export interface SideVariance {
  readonly variance: number;
  readonly degrees: number;
}

/** From how many windows on their own scatter is counted, and from how many on their dependence is. */
const fewestWindows = 14;
const fewestForDependence = 28;

/** What the variances of a side rest on: windows where there are enough, else rows. */
export const restsOn = (side: CutSide): "windows" | "rows" => (side.windows.length >= fewestWindows ? "windows" : "rows");

/**
 * Variance that one side's sampling gives to a term with these slopes (delta method). Rows: every unit is one draw of a Poisson number of them. Windows, from 14
 * on: the scatter of their parts of the term; from 28 on with their dependence, by low cosines (as `cosineVariance`, but never fewer than seven: hardly a week's
 * rhythm is below them, and t stays usable). The larger of both is taken, for neither can be less than the truth by design, and each can by chance.
 */
export const sideVariance = (side: CutSide, moments: readonly CellSums[], slopes: Slopes): SideVariance => {
  const rows = varianceByRows(moments, slopes);
  if (restsOn(side) === "rows") return { variance: rows, degrees: Infinity };
  const scatter = scatterOf(partsOf(side, slopes));
  return { variance: Math.max(rows, scatter.variance), degrees: scatter.degrees };
};

/**
 * The same for one kind of term of all cells, for judging which of them moved. How much windows scatter beyond rows is known of one cell with few degrees of
 * freedom only; half of what is taken is the cells' average (Smyth, Stat. Appl. Genet. Mol. Biol. 3 (2004), with prior degrees equal to the cell's own).
 */
export const sideVariances = (side: CutSide, moments: readonly CellSums[], terms: readonly Slopes[]): SideVariance[] => {
  const rows = terms.map((slopes) => varianceByRows(moments, slopes));
  if (restsOn(side) === "rows") return rows.map((variance) => ({ variance, degrees: Infinity }));
  const scatter = terms.map((slopes) => scatterOf(partsOf(side, slopes)));
  const effects = rows.flatMap((variance, k) => (variance > 0 ? [(scatter[k]?.variance ?? 0) / variance] : []));
  const usual = effects.length === 0 ? 1 : effects.reduce((sum, effect) => sum + effect, 0) / effects.length;
  return rows.map((variance, k) => {
    const { variance: own, degrees } = scatter[k] as SideVariance;
    return { variance: Math.max(variance, (own + usual * variance) / 2), degrees: 2 * degrees };
  });
};

const varianceByRows = (moments: readonly CellSums[], { m, d }: Slopes): number => moments.reduce((sum, [, , , mm, dd, md], j) => {
  const [a, b] = [m[j] ?? 0, d[j] ?? 0];
  return sum + Math.max(0, a * a * mm + 2 * a * b * md + b * b * dd);
}, 0);

const partsOf = (side: CutSide, { m, d }: Slopes): number[] =>
  side.windows.map((window) => window.m.reduce((sum, x, j) => sum + (m[j] ?? 0) * x, 0) + window.d.reduce((sum, x, j) => sum + (d[j] ?? 0) * x, 0));

/** Variance of a sum of parts in order of time. */
const scatterOf = (parts: readonly number[]): SideVariance => {
  const n = parts.length;
  const mean = parts.reduce((sum, part) => sum + part, 0) / n;
  const plain = (parts.reduce((sum, part) => sum + (part - mean) ** 2, 0) * n) / (n - 1);
  if (n < fewestForDependence) return { variance: plain, degrees: n - 1 };
  const degrees = Math.max(7, Math.floor(0.4 * n ** (2 / 3)));
  let squares = 0;
  for (let j = 1; j <= degrees; j++) {
    const wave = parts.reduce((sum, part, t) => sum + (part - mean) * Math.cos((Math.PI * j * (t + 0.5)) / n), 0);
    squares += (2 / n) * wave * wave;
  }
  return { variance: (squares / degrees) * n, degrees };
};

/**
 * Second moments that a cell's sums are given for judging whether it moved: its own, but per unit never less than those of both periods together. Where a period has
 * no event in a cell its own moments say that nothing could ever happen there.
 */
export const cautiousMoments = (own: readonly CellSums[], other: readonly CellSums[]): CellSums[] => own.map((sums, j): CellSums => {
  const [units, m, d, mm, dd, md] = sums;
  const [otherUnits, , , otherMm, otherDd, otherMd] = other[j] as CellSums;
  if (units === 0 || otherUnits === 0) return sums;
  const pooled = (mine: number, theirs: number): number => (units * (mine + theirs)) / (units + otherUnits);
  return pooled(mm, otherMm) > mm ? [units, m, d, pooled(mm, otherMm), pooled(dd, otherDd), pooled(md, otherMd)] : sums;
});

/** Both sides together, by Welch and Satterthwaite. */
export const addVariances = (a: SideVariance, b: SideVariance): SideVariance => {
  const variance = a.variance + b.variance;
  const spread = a.variance ** 2 / a.degrees + b.variance ** 2 / b.degrees;
  return { variance, degrees: spread === 0 ? Infinity : Math.max(1, variance ** 2 / spread) };
};
