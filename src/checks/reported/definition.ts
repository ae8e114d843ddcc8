import type { Interval } from "../../core/domain/interval.ts";

/** One way to compute a metric from a recording, and what it gives there. */
export interface Definition {
  /** What it is in a sentence after "that is": `the macro average`, `the one at the threshold 0.5`. */
  readonly words: string;
  /** How it reads after a comma: `for the positive class 1`, `by nearest rank`. */
  readonly as: string;
  /** In how many respects it departs from the definition the metric was reported under, or the usual one; that one is 0. */
  readonly steps: number;
  readonly value: number;
  readonly interval: Interval | null;
  /** Rows or requests. */
  readonly n: number;
}

/** Every definition that was tried, that of the claim (or the usual one) first; or why there is none. */
export type Definitions = { readonly tried: readonly Definition[] } | { readonly why: string; readonly n: number };

/** A further respect in which a definition may depart: nothing said stays the same. */
export interface Departure {
  readonly words: string | null;
  readonly steps: number;
}

/** The words of several departures together: `the macro average over the first 200 rows`; `usual` where nothing departs. */
export const departureWords = (departures: readonly Departure[], usual: string): string => {
  const said = departures.flatMap(({ words }) => (words === null ? [] : [words])).join(" ");
  if (said === "") return usual;
  return /^(the|its) /.test(said) || said.startsWith("failed requests") ? said : `the one ${said}`;
};
