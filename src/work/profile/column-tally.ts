import type { BinCount } from "../../core/domain/comparison.ts";
import type { CategoryProfile, ColumnProfile, ColumnSpec, NumericProfile, TextProfile } from "../../core/domain/profile.ts";
import { sumCompensated } from "../../core/profile/sum-compensated.ts";
import type { Cell, Row } from "../../ports/engine.ts";
import { meaningOfCode } from "../../core/profile/bin-meaning.ts";

/** Takes in the answers of the queries for one column of one cell, in any order, and gives what is kept of it. */
export class ColumnTally {
  readonly #spec: ColumnSpec;
  #n = 0;
  #nulls = 0;
  readonly #apart = { nan: 0, "+inf": 0, "-inf": 0 };
  readonly #sums: number[] = [];
  readonly #squares: number[] = [];
  #min: number | null = null;
  #max: number | null = null;
  #empty = 0;
  #ends = { zero: 0, one: 0, outside: 0 };
  readonly #positive = new Map<number, number>();
  readonly #negative = new Map<number, number>();
  readonly #values = new Map<string, number>();

  constructor(spec: ColumnSpec) {
    this.#spec = spec;
  }

  /** A row of `sumsQuery`, for the column at `place`. */
  addSums(row: Row, place: number): void {
    const number = (name: string): number | null => finiteOrLargest(row[`${name}${place}`]);
    const n = number("n") ?? 0;
    this.#n += n;
    // Of texts the nulls are counted here; of the others the histogram counts them.
    if (this.#spec.kind === "text") this.#nulls += Number(row["rows"]) - n;
    this.#sums.push(number("sum") ?? 0);
    this.#squares.push(number("squares") ?? 0);
    this.addRange(row, place);
    this.#empty += number("empty") ?? 0;
  }

  /** The smallest and the largest value in a row of `sumsQuery` or `rangesQuery`. */
  addRange(row: Row, place: number): void {
    const [min, max] = [finiteOrLargest(row[`min${place}`]), finiteOrLargest(row[`max${place}`])];
    if (min !== null) this.#min = this.#min === null ? min : Math.min(this.#min, min);
    if (max !== null) this.#max = this.#max === null ? max : Math.max(this.#max, max);
  }

  /** Rows of one bin code of `histogramsQuery`. */
  addBin(code: number | null, rows: number): void {
    const meaning = meaningOfCode(code);
    if (meaning.kind === "null") this.#nulls += rows;
    else if (meaning.kind !== "value") this.#apart[meaning.kind] += rows;
    else if (meaning.side === "zero" || meaning.side === "one") this.#ends[meaning.outside ? "outside" : meaning.side] += rows;
    else {
      const bins = meaning.side === "positive" ? this.#positive : this.#negative;
      bins.set(meaning.bin, (bins.get(meaning.bin) ?? 0) + rows);
    }
  }

  /** Rows of one value of `valuesQuery`. */
  addValue(value: string | null, rows: number): void {
    if (value === null) this.#nulls += rows;
    else this.#values.set(value, (this.#values.get(value) ?? 0) + rows);
  }

  profile(): ColumnProfile {
    if (this.#spec.kind === "category") return this.#category();
    return this.#spec.kind === "text" ? this.#text() : this.#numeric();
  }

  #numeric(): NumericProfile {
    return {
      kind: "numeric", n: this.#n, nulls: this.#nulls, nan: this.#apart.nan, positiveInfinity: this.#apart["+inf"], negativeInfinity: this.#apart["-inf"],
      sum: sumCompensated(this.#sums), sumSquares: sumCompensated(this.#squares), min: this.#min, max: this.#max,
      zero: this.#ends.zero, one: this.#ends.one, positive: ascending(this.#positive), negative: ascending(this.#negative), outside: this.#ends.outside,
    };
  }

  #category(): CategoryProfile {
    const known = new Set(this.#spec.categories);
    const unseen = [...this.#values].filter(([value]) => !known.has(value)).map(([value, count]) => ({ value, count }));
    return {
      kind: "category", n: [...this.#values.values()].reduce((a, b) => a + b, 0), nulls: this.#nulls, counts: [...known].map((value) => this.#values.get(value) ?? 0),
      unseen: unseen.reduce((sum, { count }) => sum + count, 0), unseenExamples: unseen.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)).slice(0, 10),
    };
  }

  #text(): TextProfile {
    return { kind: "text", n: this.#n, nulls: this.#nulls, empty: this.#empty, sumLength: sumCompensated(this.#sums), sumSquaredLength: sumCompensated(this.#squares), minLength: this.#min, maxLength: this.#max };
  }
}

/** A sum that overflowed as the largest double of its sign; null stays null; -0 is 0, as JSON has it. */
export const finiteOrLargest = (cell: Cell | undefined): number | null => {
  if (cell === null || cell === undefined) return null;
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, Number(cell))) + 0;
};

const ascending = (bins: ReadonlyMap<number, number>): BinCount[] => [...bins].map(([bin, count]) => ({ bin, count })).sort((a, b) => a.bin - b.bin);
