import type { Dialect } from "../../core/sql/dialect.ts";

/** The largest weight that is drawn: a Poisson variable of mean 1 is larger once in ten million. */
const largest = 9;

/** Hashes are compared with chances on this grid. */
const grid = 2 ** 32;

/** A row's own part of the hash; a replicate's number, or the seed, is put above it. */
const rowPart = 2 ** 40;

/** As many seeds differ; above a row's part they stay within 64 bits. */
const seeds = 2 ** 22;

/** Shares of a source are rounded to this. */
const shares = 2 ** 20;

/** What a bootstrap is drawn from. */
export interface BootstrapSource {
  /** Behind FROM: the rows. */
  readonly from: string;
  /** What tells a row (or what belongs together) from others. */
  readonly key: string;
  readonly aggregate: string;
  readonly seed: number;
  readonly replicates: number;
  /** Of the rows, by their key; 1 for all. */
  readonly share: number;
}

/**
 * An aggregate once per replicate, over rows that come as often as a Poisson variable of mean 1 says, drawn by hash of key, seed and replicate: `replicate` and `v`. Rows are repeated, not weighted, so that any aggregate can be asked.
 * The repetition is a join by the weight itself with a table that has each weight w in w rows.
 */
export const bootstrapQuery = (dialect: Dialect, source: BootstrapSource): string => {
  const copies = Array.from({ length: largest }, (_, at) => Array.from({ length: at + 1 }, () => `(${at + 1})`)).flat();
  const drawn = `${dialect.hash(`series_row + series_replicate * ${rowPart}`)} % ${grid}`;
  return `SELECT series_replicate AS replicate, ${source.aggregate} AS v\nFROM (SELECT *, ${weightOf("series_drawn")} AS series_weight FROM (SELECT *, ${drawn} AS series_drawn FROM (${keyed(dialect, source)}), (VALUES ${Array.from({ length: source.replicates }, (_, replicate) => `(${replicate})`).join(", ")}) AS series_replicates(series_replicate)))\n` +
    `JOIN (VALUES ${copies.join(", ")}) AS series_copies(series_copy) ON series_copy = series_weight GROUP BY series_replicate ORDER BY series_replicate`;
};

/** The aggregate over the same rows, once each: `rows` and `v`. */
export const plainQuery = (dialect: Dialect, source: BootstrapSource): string => `SELECT count(*)::DOUBLE AS "rows", ${source.aggregate} AS v FROM (${keyed(dialect, source)})`;

const keyed = (dialect: Dialect, { from, key, share, seed, replicates }: BootstrapSource): string => {
  const part = (of: string): string => `CAST(${dialect.hash(of)} % ${rowPart} AS BIGINT)`;
  const rows = `SELECT *, ${part(`${part(key)} + ${((seed % seeds) + seeds) % seeds} * ${rowPart}`)} AS series_row FROM ${from}`;
  // A number beyond the replicates', so that who is in the share says nothing of how often.
  return share >= 1 ? rows : `SELECT * FROM (${rows}) WHERE ${dialect.hash(`series_row + ${replicates} * ${rowPart}`)} % ${shares} < ${Math.round(share * shares)}`;
};

/** From a number on the grid to a Poisson variable of mean 1: w where it lies below P(W <= w). */
const weightOf = (drawn: string): string => {
  let [chance, sum] = [Math.exp(-1), 0];
  const cases = Array.from({ length: largest }, (_, weight) => {
    sum += chance;
    chance /= weight + 1;
    return `WHEN ${drawn} < ${Math.round(sum * grid)} THEN ${weight}`;
  });
  return `CASE ${cases.join(" ")} ELSE ${largest} END`;
};
