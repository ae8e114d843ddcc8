import type { Measure, SeriesPlan, WindowStatistic } from "../../core/domain/measure.ts";
import { withinDoubles } from "../../core/profile/sum-compensated.ts";
import type { Cell } from "../../ports/engine.ts";
import { cellAt, type PlacedCell } from "./cell-reader.ts";

/** An answer column by column, by name. */
type Columns = Readonly<Record<string, readonly Cell[]>>;

/** A statistic, and where it belongs. */
export interface Tallied {
  readonly cell: PlacedCell;
  readonly statistic: WindowStatistic;
}

interface Gathered {
  readonly cell: PlacedCell;
  readonly arrived: number | null;
  rows: number;
  labelled: number;
  /** The place of each bin's sums, by code. */
  readonly bins: Map<number, number>;
}

/** What one row of an answer tells: its bin (null: in none), how many rows are labelled, and what it adds behind the bin's code, in `width` numbers. */
interface BinReading {
  readonly codes: readonly Cell[];
  readonly rows: readonly Cell[];
  readonly width: number;
  labelled(at: number): number;
  into(added: Float64Array, at: number): void;
}

/** Answers of the quantile query. Rows without a value are in no bin. */
export const tallyQuantile = (plan: SeriesPlan, measure: Measure, columns: Columns, names: readonly string[]): Tallied[] => {
  const rows = columns["rows"] as readonly number[];
  return tally(plan, measure, columns, names, { codes: columns["code"] ?? [], rows, width: 1, labelled: (at) => rows[at] ?? 0, into: (added, at) => { added[0] = rows[at] ?? 0; } });
};

/** Answers of the scored query, as `WindowStatistic` has them; what tells decisions apart by label only where something is decided. Labelled and not labelled rows of a bin are one entry where nobody knows when labels came. */
export const tallyScored = (plan: SeriesPlan, measure: Measure, columns: Columns, names: readonly string[]): Tallied[] => {
  const [rows, scores, squares] = ["rows", "p", "pp"].map((name) => columns[name]) as [number[], (number | null)[], (number | null)[]];
  const [labels, decisions] = [columns["y"] ?? [], columns["decision"] ?? []];
  const decides = measure.sql["decision"] !== undefined;
  return tally(plan, measure, columns, names, {
    codes: columns["bin"] ?? [], rows, width: decides ? 13 : 8, labelled: (at) => (labels[at] === null ? 0 : rows[at] ?? 0),
    into(added, at) {
      const [n, p, pp, y, decision] = [rows[at] ?? 0, scores[at] ?? 0, squares[at] ?? 0, labels[at], decisions[at]];
      const [isKnown, isPositive, isDecided] = [y !== null, y === 1, decision === 1];
      added[0] = n;
      added[1] = p;
      added[2] = pp;
      added[3] = isKnown ? n : 0;
      added[4] = isPositive ? n : 0;
      added[5] = isKnown ? p : 0;
      added[6] = isDecided ? n : 0;
      added[7] = isKnown && decision === y ? n : 0;
      if (!decides) return;
      added[8] = isDecided ? p : 0;
      added[9] = isDecided && isKnown ? n : 0;
      added[10] = isDecided && isPositive ? n : 0;
      added[11] = isPositive ? p : 0;
      added[12] = isKnown ? pp : 0;
    },
  });
};

/** Written for speed: a day of scores is a hundred thousand such rows, in whatever order the engine's threads ended. */
const tally = (plan: SeriesPlan, measure: Measure, columns: Columns, names: readonly string[], { codes, rows, width, labelled, into }: BinReading): Tallied[] => {
  // The keys of a row as digits of one number: each has its own extent.
  const keys = ["series_p", "series_w", "series_g", ...(measure.labelled ? ["series_a"] : []), ...names].flatMap((name) => (columns[name] === undefined ? [] : [digitsOf(columns[name])]));
  const found = new Map<number, Gathered | null>();
  // Not a list per bin: what is allocated a hundred thousand times is collected for as long as it took to count.
  const [added, sums, lost] = [new Float64Array(width), new Float64Array(rows.length * width), new Float64Array(rows.length * width)];
  let used = 0;
  for (let at = 0; at < rows.length; at += 1) {
    let key = 0;
    for (const { values, lowest, extent } of keys) {
      const value = values[at];
      key = key * extent + (value === null || value === undefined ? 0 : Number(value) - lowest + 1);
    }
    let own = found.get(key);
    if (own === undefined) {
      const cell = cellAt(plan, columns, names, at);
      const arrived = measure.labelled ? columns["series_a"]?.[at] ?? null : null;
      found.set(key, (own = cell === null ? null : { cell, arrived: arrived === null ? null : Number(arrived), rows: 0, labelled: 0, bins: new Map() }));
    }
    if (own === null) continue;
    own.rows += Number(rows[at]);
    own.labelled += labelled(at);
    const code = codes[at];
    if (code === null || code === undefined) continue;
    let place = own.bins.get(Number(code));
    if (place === undefined) own.bins.set(Number(code), (place = (used += width) - width));
    into(added, at);
    for (let term = 0; term < width; term += 1) {
      const value = added[term] ?? 0;
      if (value === 0) continue;
      const sum = sums[place + term] ?? 0;
      const next = sum + value;
      lost[place + term] = (lost[place + term] ?? 0) + (Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum);
      sums[place + term] = next;
    }
  }
  // A list of doubles from the beginning.
  const blank = Array.from({ length: width + 1 }, () => 0.5);
  const binOf = (code: number, place: number): number[] => {
    const bin = blank.slice();
    bin[0] = code;
    for (let term = 0; term < width; term += 1) bin[term + 1] = settled(sums[place + term] ?? 0, lost[place + term] ?? 0);
    return bin;
  };
  return [...found.values()].flatMap((own) => {
    if (own === null) return [];
    const { cell, arrived, rows: all, labelled: come, bins } = own;
    return [{ cell, statistic: { measure: measure.id, window: cell.window, segment: cell.segment, arrived, rows: all, labelled: come, sums: [], bins: [...bins].sort(([a], [b]) => a - b).map(([bin, place]) => binOf(bin, place)) } }];
  });
};

const digitsOf = (values: readonly Cell[]): { readonly values: readonly Cell[]; readonly lowest: number; readonly extent: number } => {
  let [lowest, highest] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === null) continue;
    const number = Number(value);
    if (number < lowest) lowest = number;
    if (number > highest) highest = number;
  }
  return Number.isFinite(lowest) ? { values, lowest, extent: highest - lowest + 2 } : { values, lowest: 0, extent: 1 };
};

/** What overflows is the largest double. */
const settled = (sum: number, carried: number): number => {
  const total = Number.isFinite(sum) && Number.isFinite(carried) ? sum + carried : sum;
  return withinDoubles(Number.isNaN(total) ? 0 : total);
};
