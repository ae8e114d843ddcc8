import type { ColumnShift, ShiftMeasure } from "../../core/domain/population-comparison.ts";

/** Digits that a drawing or a table of a page shows; the run document holds them all. */
const keptDigits = 4;

type Cell = number | string | null;

/**
 * A column's shift in the fewest characters: a thousand of them stand in one page. Names, methods and labels are places in a list of words.
 */
export interface PackedShift {
  readonly c: string;
  readonly s: string | null;
  /** role, kind, deciding, verdict */
  readonly w: readonly number[];
  /** rows, effective rows, missing of both sides, margin */
  readonly n: readonly (number | null)[];
  /** measure, method, value, low, high, null's mean, null's 95 %, p, level, method of the interval */
  readonly m: readonly (readonly (number | null)[])[];
  /** name, reference, candidate */
  readonly t: readonly (readonly [number, Cell, Cell])[];
  /** counts of both sides; edges of equal or any width, or places of labels */
  readonly p: { readonly r: readonly number[]; readonly c: readonly number[]; readonly e?: readonly number[]; readonly l?: readonly number[] } | null;
}

/** Words that many columns share, each there once. */
export interface WordList {
  readonly words: string[];
  readonly place: (word: string) => number;
}

/** An empty list that gives each word its place. */
export const wordList = (): WordList => {
  const words: string[] = [];
  const places = new Map<string, number>();
  return {
    words,
    place: (word) => {
      const known = places.get(word);
      if (known !== undefined) return known;
      places.set(word, words.length);
      return words.push(word) - 1;
    },
  };
};

const short = (value: number | null): number | null => (value === null || Number.isInteger(value) ? value : Number(value.toPrecision(keptDigits)));
const shortCell = (value: Cell): Cell => (typeof value === "number" ? short(value) : value);

/** How much of a shift is kept: every measure, the summary, and at most so many bars. */
export interface ShiftDetail {
  readonly measures: number;
  readonly summary: number;
  readonly bars: number;
}

const every = <T>(list: readonly T[], width: number): T[] => list.filter((_, index) => index % width === 0);
const summed = (list: readonly number[], width: number): number[] => every(list, width).map((_, at) => list.slice(at * width, (at + 1) * width).reduce((sum, count) => sum + count, 0));

type Bars = NonNullable<ColumnShift["picture"]>["bars"];

/** Neighbouring bars of a numeric column are joined until few enough are left; of a category's names the last are left out. */
const packBars = (bars: Bars, most: number, place: WordList["place"]): PackedShift["p"] => {
  if (bars.length === 0 || most === 0) return null;
  const numeric = bars.every(({ low, high }) => low !== null || high !== null);
  if (!numeric) return { r: bars.slice(0, most).map(({ reference }) => reference), c: bars.slice(0, most).map(({ candidate }) => candidate), l: bars.slice(0, most).map(({ label }) => place(label)) };
  const width = Math.ceil(bars.length / most);
  const last = bars.at(-1)?.high ?? bars.at(-1)?.low ?? 0;
  return {
    r: summed(bars.map(({ reference }) => reference), width), c: summed(bars.map(({ candidate }) => candidate), width),
    e: [...every(bars, width).map(({ low, high }) => short(low ?? high) ?? 0), short(last) ?? 0],
  };
};

/** Packs one shift; the measure that decides is always kept. */
export const packShift = (shift: ColumnShift, { measures, summary, bars }: ShiftDetail, place: WordList["place"]): PackedShift => {
  const kept = shift.measures.filter(({ measure }, index) => index < measures || measure === shift.deciding);
  return {
    c: shift.column, s: shift.segment, w: [place(shift.role), place(shift.kind), shift.deciding === null ? -1 : place(shift.deciding), place(shift.verdict)],
    n: [shift.nReference, shift.nCandidate, short(shift.effectiveReference), short(shift.effectiveCandidate), shift.missingReference, shift.missingCandidate, shift.margin],
    m: kept.map(({ measure, method, value, interval, nullMean, null95, p }) => [
      place(measure), place(method), ...[value, interval?.low ?? null, interval?.high ?? null, nullMean, null95, p].map(short), ...(interval === null ? [] : [interval.level, place(interval.method)]),
    ]),
    t: shift.summary.slice(0, summary).map(({ name, reference, candidate }) => [place(name), shortCell(reference), shortCell(candidate)]),
    p: shift.picture === null ? null : packBars(shift.picture.bars, bars, place),
  };
};

const unpackMeasure = (words: readonly string[], packed: readonly (number | null)[]): ShiftMeasure => {
  const [measure, method, value = null, low = null, high = null, nullMean = null, null95 = null, p = null, level, how] = packed;
  const word = (place: number | null | undefined): string => words[place ?? -1] ?? "";
  return { measure: word(measure), method: word(method), value, nullMean, null95, p, interval: level === undefined ? null : { low, high, level: level ?? 0, method: word(how) } };
};

/** The shift as it was, as far as it was kept. */
export const unpackShift = (packed: PackedShift, words: readonly string[]): ColumnShift => {
  const word = (at: number): string => words[packed.w[at] ?? -1] ?? "";
  const number = (at: number): number | null => packed.n[at] ?? null;
  const { p } = packed;
  return {
    column: packed.c, segment: packed.s, role: word(0) as ColumnShift["role"], kind: word(1) as ColumnShift["kind"], deciding: packed.w[2] === -1 ? null : word(2), verdict: word(3) as ColumnShift["verdict"],
    nReference: number(0) ?? 0, nCandidate: number(1) ?? 0, effectiveReference: number(2), effectiveCandidate: number(3), missingReference: number(4) ?? 0, missingCandidate: number(5) ?? 0, margin: number(6),
    measures: packed.m.map((measure) => unpackMeasure(words, measure)), summary: packed.t.map(([name, reference, candidate]) => ({ name: words[name] ?? "", reference, candidate })),
    picture: p === null ? null : {
      bars: p.r.map((reference, index) => ({ label: p.l === undefined ? "" : (words[p.l[index] ?? -1] ?? ""), low: p.e?.[index] ?? null, high: p.e?.[index + 1] ?? null, reference, candidate: p.c[index] ?? 0 })),
    },
  };
};
