/** What a measure's sums or bins tell of its metric. */
export interface ShapeValue {
  readonly value: number;
  /** Sampling variance of `value` as its units are drawn independently; null where they cannot tell. */
  readonly variance: number | null;
  /** Usable units: rows, or groups of rows that belong together. */
  readonly n: number;
  /** The numerator where it counts events one by one (m and d are 0 or 1, or events in time), for exact methods; else null. */
  readonly events: number | null;
  /** What the numerator is held against: sum of d, or seconds; null where there is none. */
  readonly exposure: number | null;
}
