import type { SQLInputValue } from "node:sqlite";
import type { ReadRows, Row } from "./read-rows.ts";

/** Runs that hold words are sorted when there are at most so many; where there are more, newest first finds enough of them soon. */
const mostSorted = 500;
/** How many runs are held against the words at a time, and in all for one page. */
const atOnce = 200;
const mostWalked = 4000;

/** Text of a search as FTS5 reads it: every word must be there, or what begins with it. Null for no words. */
export const matchOf = (words: string | null | undefined): string | null => {
  const found = (words ?? "").split(/\s+/).map((word) => word.replaceAll('"', "").replaceAll("\0", "")).filter((word) => /[\p{L}\p{N}]/u.test(word));
  return found.length === 0 ? null : found.map((word) => `"${word}"*`).join(" ");
};

export interface WordWalk {
  readonly columns: string;
  readonly index: string;
  /** Conditions that the index settles, without the place where the page begins. */
  readonly range: readonly string[];
  readonly rest: readonly string[];
  /** With `words`, `limit`, and the place where the page begins as `at` and `id`; null for the list's beginning. */
  readonly values: Readonly<Record<string, SQLInputValue>>;
}

/** Runs that hold the words, newest first, at most `limit`; and the last that was looked at where there may be others behind it. */
export const rowsWithWords = (read: ReadRows, { columns, index, range, rest, values }: WordWalk, { walked: most, sorted: few } = { walked: mostWalked, sorted: mostSorted }): { readonly rows: readonly Row[]; readonly end: Row | null } => {
  const newestFirst = "ORDER BY started_at DESC, id DESC";
  const from = (begun: boolean): readonly string[] => [...range, ...(begun ? ["(started_at, id) < (:at, :id)"] : [])];
  const numbers = read("SELECT rowid AS number FROM run_words WHERE run_words MATCH :words LIMIT :most", { ...values, most: few + 1 });
  if (numbers.length <= few) {
    const conditions = ["number IN (SELECT value FROM json_each(:numbers))", ...from(values["at"] !== null), ...rest];
    return { rows: read(`SELECT ${columns} FROM run_rows NOT INDEXED WHERE ${conditions.join(" AND ")} ${newestFirst} LIMIT :limit`, { ...values, numbers: JSON.stringify(numbers.map(({ number }) => number)) }), end: null };
  }
  const rows: Row[] = [];
  let end: Row | null = null;
  for (let walked = 0; walked < most; walked += atOnce) {
    const conditions = from(end !== null || values["at"] !== null);
    const some = read(`SELECT number, ${columns}, ${rest.length === 0 ? "1" : rest.join(" AND ")} AS fits FROM run_rows INDEXED BY ${index} ${conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`} ${newestFirst} LIMIT :count`, { ...values, ...(end === null ? {} : { at: end["started_at"] ?? null, id: end["id"] ?? null }), count: atOnce });
    const of = some.map(({ number }) => Number(number));
    const holding = some.length === 0 ? [] : read("SELECT rowid AS number FROM run_words WHERE run_words MATCH :words AND rowid BETWEEN :low AND :high", { ...values, low: Math.min(...of), high: Math.max(...of) });
    const matched = new Set(holding.map(({ number }) => Number(number)));
    rows.push(...some.filter((row) => row["fits"] === 1 && matched.has(Number(row["number"]))));
    end = some.at(-1) ?? end;
    if (rows.length >= Number(values["limit"]) || some.length < atOnce) return { rows: rows.slice(0, Number(values["limit"])), end: null };
  }
  return { rows, end };
};
