/** Measurements over time that somebody else keeps, as Prometheus does. */
export interface MetricSource {
  /**
   * The value at `from`, `from + step`, … before `to`, seconds since 1970 UTC; instants without a finite value are left out, and so is all of a series that is not
   * there. Rejects with LS301 to LS304 when it cannot be reached, LS257 when the expression is refused or gives several series.
   */
  range(query: string, from: number, to: number, stepSeconds: number, signal?: AbortSignal): Promise<readonly { readonly at: number; readonly value: number }[]>;
}
