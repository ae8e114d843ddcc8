import type { DType } from "../domain/dtype.ts";
import type { CategoryProfile, ColumnProfile, ColumnSpec, Profile, ProfileCell, TextProfile } from "../domain/profile.ts";
import { collapseWindows } from "../profile/collapse-windows.ts";
import { correlationRoot } from "./correlation-root.ts";
import { hermiteForms, latentCorrelation } from "./latent-correlation.ts";
import { type Quantile, quantileOfBins } from "./quantile-of-bins.ts";
import { sturdyBins } from "./sturdy-bins.ts";

/** A value that may be written: times are ISO 8601 text. */
export type SynthValue = null | boolean | number | bigint | string;

/** How one column is made. */
export interface SynthColumn {
  readonly name: string;
  readonly kind: ColumnSpec["kind"];
  readonly dtype: DType;
  /** Share of rows without a value. */
  readonly missing: number;
  /** Shares of rows that are NaN, positive and negative infinity; 0 where the file cannot carry them, and then they are missing. */
  readonly unfinite: readonly [number, number, number];
  /** Numbers and times (seconds since 1970); null where too few rows had a value. */
  readonly quantile: Quantile | null;
  /** Categories that are kept, each with the share of values up to and including it. */
  readonly categories: readonly { readonly value: SynthValue; readonly upTo: number }[];
  /** Texts: share of empty ones, and the others' length. */
  readonly text: { readonly empty: number; readonly mean: number; readonly sd: number } | null;
}

export interface SynthPlan {
  readonly columns: readonly SynthColumn[];
  /** Numbers that depend on one another, and the lower triangle their normals are drawn by. */
  readonly dependent: readonly string[];
  readonly root: readonly (readonly number[])[];
  /** What a reader must know of what was left out or bent, in words. */
  readonly notes: readonly string[];
}

export interface SynthOptions {
  /** Scores, decisions and labels too. */
  readonly all: boolean;
  /** Values that fewer rows had are not written, and edges that fewer rows draw neither. */
  readonly minCount: number;
  /** Whether the file can hold NaN and the infinities. */
  readonly unfinite: boolean;
}

/** How rows like those of a profile are made from it alone: from the cell of all rows and all time. */
export const planSynthesis = (profile: Profile, options: SynthOptions): SynthPlan => {
  const { spec, cells } = collapseWindows(profile);
  const cell = cells.find(({ segment }) => segment === null);
  const notes: string[] = [];
  const columns = spec.columns.filter(({ role }) => role === "feature" || (options.all && role !== "ignored" && role !== "segment")).flatMap((column): SynthColumn[] => {
    const counted = cell?.columns[column.name];
    if (cell === undefined || counted === undefined) {
      notes.push(`${column.name} is left out: no row of the profile has it`);
      return [];
    }
    const made = columnOf(column, counted, spec.gamma, options);
    notes.push(...made.notes);
    return [made.column];
  });
  return { columns, ...dependence(columns, cell, options, notes), notes };
};

const columnOf = (spec: ColumnSpec, counted: ColumnProfile, gamma: number, options: SynthOptions): { readonly column: SynthColumn; readonly notes: readonly string[] } => {
  const apart = counted.kind === "numeric" ? [counted.nan, counted.positiveInfinity, counted.negativeInfinity] as const : [0, 0, 0] as const;
  const rows = counted.n + counted.nulls + apart[0] + apart[1] + apart[2];
  const share = (count: number): number => (rows === 0 ? 0 : count / rows);
  const carried = apart.map((count) => (options.unfinite && count >= options.minCount ? count : 0));
  const unfinite = [share(carried[0] ?? 0), share(carried[1] ?? 0), share(carried[2] ?? 0)] as const;
  const common = { name: spec.name, kind: spec.kind, missing: share(counted.nulls + apart.reduce((sum, count, place) => sum + count - (carried[place] ?? 0), 0)), unfinite, quantile: null, categories: [], text: null };
  const few = `${spec.name} is empty: fewer than ${options.minCount} rows have a value`;
  if (counted.kind === "numeric") {
    const quantile = quantileOfBins(sturdyBins(counted, spec, gamma, options.minCount), spec.integers === true);
    const whole = spec.integers === true && quantile !== null && Math.max(Math.abs(quantile.low), Math.abs(quantile.high)) < 2 ** 62;
    return { column: { ...common, quantile, dtype: spec.kind === "time" ? "string" : whole ? "int64" : "float64", missing: quantile === null ? 1 : common.missing }, notes: quantile === null ? [few] : [] };
  }
  if (counted.kind === "text") {
    const enough = counted.n >= options.minCount;
    return { column: { ...common, dtype: "string", text: enough ? lengths(counted, options.minCount) : null, missing: enough ? common.missing : 1 }, notes: enough ? [] : [few] };
  }
  const { dtype, categories, left } = kept(spec, counted, options.minCount);
  const none = categories.length === 0;
  return {
    column: { ...common, dtype, categories, missing: none ? 1 : common.missing },
    notes: none ? [`${spec.name} is empty: no value of it occurs ${options.minCount} times`] : left > 0 ? [`${spec.name}: values of ${left} row${left === 1 ? "" : "s"} are left out, for each occurs fewer than ${options.minCount} times or has no count of its own`] : [],
  };
};

const lengths = ({ n, empty, sumLength, sumSquaredLength }: TextProfile, minCount: number): NonNullable<SynthColumn["text"]> => {
  const full = Math.max(1, n - empty);
  const mean = sumLength / full;
  return { empty: empty >= minCount ? empty / n : 0, mean, sd: Math.sqrt(Math.max(0, sumSquaredLength / full - mean * mean)) };
};

/** Values that occur often enough. A profile keeps them as text: where all of a column read as numbers or as booleans, they were such. */
const kept = ({ categories }: ColumnSpec, { counts, unseen }: CategoryProfile, minCount: number): { readonly dtype: DType; readonly categories: SynthColumn["categories"]; readonly left: number } => {
  const all = categories ?? [];
  const numbers = all.length > 0 && all.every((value) => value !== "" && String(Number(value)) === value && Number.isFinite(Number(value)));
  const whole = numbers && all.every((value) => Number.isSafeInteger(Number(value)));
  const booleans = all.length > 0 && all.every((value) => value === "true" || value === "false");
  const often = all.map((value, place) => ({ value, count: counts[place] ?? 0 })).filter(({ count }) => count >= Math.max(1, minCount));
  const total = often.reduce((sum, { count }) => sum + count, 0);
  let seen = 0;
  return {
    dtype: booleans ? "bool" : whole ? "int64" : numbers ? "float64" : "string",
    categories: often.map(({ value, count }) => ({ value: booleans ? value === "true" : numbers ? Number(value) : value, upTo: (seen += count) / total })),
    left: counts.reduce((sum, count) => sum + count, unseen) - total,
  };
};

const dependence = (columns: readonly SynthColumn[], cell: ProfileCell | undefined, { minCount }: SynthOptions, notes: string[]): Pick<SynthPlan, "dependent" | "root"> => {
  const numbers = columns.filter(({ kind, quantile }) => kind === "numeric" && quantile !== null);
  const cross = cell?.cross ?? null;
  const enough = cross !== null && cross.n >= Math.max(3, minCount);
  const alone = numbers.filter(({ name }) => !enough || !cross.columns.includes(name)).map(({ name }) => name);
  if (numbers.length > 1 && alone.length > 0) notes.push(`made independently of other columns, for the profile holds no correlations of enough rows: ${alone.slice(0, 5).join(", ")}${alone.length > 5 ? ` and ${alone.length - 5} more` : ""}`);
  if (!enough) return { dependent: [], root: [] };
  const places = cross.columns.flatMap((name, place) => { const quantile = columns.find((column) => column.name === name)?.quantile ?? null; return quantile === null ? [] : [{ name, place, quantile }]; });
  const width = cross.columns.length;
  const product = (i: number, j: number): number => cross.products[i * width - (i * (i - 1)) / 2 + (j - i)] ?? 0;
  const covariance = (i: number, j: number): number => product(Math.min(i, j), Math.max(i, j)) / cross.n - ((cross.sums[i] ?? 0) / cross.n) * ((cross.sums[j] ?? 0) / cross.n);
  const forms = hermiteForms(places.map(({ quantile }) => quantile));
  const correlations = places.map((a, i) => places.map((b, j) => {
    const [form, other] = [forms[i], forms[j]];
    const spread = Math.sqrt(covariance(a.place, a.place) * covariance(b.place, b.place));
    if (i === j) return 1;
    return form === undefined || other === undefined || !(spread > 0) ? 0 : latentCorrelation(form, other, covariance(a.place, b.place) / spread);
  }));
  const { root, changed } = correlationRoot(correlations);
  if (changed > 0.05) notes.push(`correlations differ by up to ${changed.toPrecision(2)} from those of the profile: together these are of no normal distribution`);
  return { dependent: places.map(({ name }) => name), root };
};
