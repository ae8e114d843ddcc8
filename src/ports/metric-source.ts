/** Measurements over time that somebody else keeps, as Prometheus does. */
export interface MetricSource {
  /**
   * One value per step of [from, to), seconds since 1970 UTC; steps without a value are left out. Rejects with LS301 to LS304 when it cannot be reached,
   * LS404 when the answer is not one series.
   */
  range(query: string, from: number, to: number, stepSeconds: number, signal?: AbortSignal): Promise<readonly { readonly at: number; readonly value: number }[]>;
}
