import type { ColumnShift } from "../../../core/domain/population-comparison.ts";
import type { NumericCell } from "./numeric-cells.ts";

/**
 * At most `most` bars with edges that people write (1, 2 or 5 times a power of ten), over the middle 98 % of both sides; what lies beyond is in the outermost bars, whose labels say so. A cell is drawn where
 * its value lies. Null without finite values.
 */
export const numericPicture = (cells: readonly NumericCell[], most: number): ColumnShift["picture"] => {
  const finite = cells.filter(({ value }) => Number.isFinite(value));
  const [first, last] = [finite[0], finite.at(-1)];
  if (first === undefined || last === undefined) return null;
  const low = spanEnd(finite, 0.01);
  const high = spanEnd([...finite].reverse(), 0.01);
  const step = niceStep((high - low) / Math.max(1, most - 3)) || niceStep(Math.abs(low) / 10) || 1;
  const start = Math.floor(low / step);
  const count = Math.min(most, Math.max(1, Math.floor(high / step) - start + 1));
  const bars = Array.from({ length: count }, (_, index) => ({ low: edge(start + index, step), high: edge(start + index + 1, step), reference: 0, candidate: 0 }));
  for (const { value, reference, candidate } of cells) {
    const bar = bars[Math.min(count - 1, Math.max(0, Math.floor(value / step) - start))];
    if (bar === undefined) continue;
    bar.reference += reference;
    bar.candidate += candidate;
  }
  const [under, over] = [first.value < (bars[0]?.low ?? 0), last.value >= (bars.at(-1)?.high ?? 0)];
  return {
    bars: bars.map((bar, index) => ({
      label: index === 0 && under ? `below ${bar.high}` : index === count - 1 && over ? `${bar.low} and above` : `${bar.low} to ${bar.high}`,
      ...bar,
    })),
  };
};

/** The first value at which both sides have at least this share of their rows behind them, whichever comes first. */
const spanEnd = (cells: readonly NumericCell[], share: number): number => {
  const total = (side: "reference" | "candidate"): number => cells.reduce((sum, cell) => sum + cell[side], 0);
  const [m, n] = [total("reference"), total("candidate")];
  let [reference, candidate] = [0, 0];
  for (const cell of cells) {
    reference += cell.reference;
    candidate += cell.candidate;
    if (reference > share * m || candidate > share * n) return cell.value;
  }
  return cells.at(-1)?.value ?? 0;
};

/** The next step of 1, 2 or 5 times a power of ten; 0 for 0. */
const niceStep = (width: number): number => {
  if (!(width > 0 && width < Infinity)) return 0;
  const power = 10 ** Math.floor(Math.log10(width));
  return power * ([1, 2, 5, 10].find((times) => times * power >= width * (1 - 1e-9)) ?? 10);
};

/** Without the dust of binary fractions: 0.30000000000000004 is 0.3. */
const edge = (index: number, step: number): number => Number((index * step).toPrecision(12)) + 0;
