import type { JournalEntry } from "./journal.ts";
import type { OutputRow, OutputValue } from "./serving.ts";

/** An entry of one row with every kind of value that a model can answer with. */
export const conformanceEntry = (call: number, extra: Partial<JournalEntry> = {}): JournalEntry => ({
  call, sentAt: 1_700_000_000_000.25 + call, latencyMs: call / 3, status: 200, replica: `pod-${call % 3}`, errorCode: null, errorMessage: null,
  rows: [rowOf({
    negativeZero: ["float64", -0], notANumber: ["float64", Number.NaN], infinite: ["float32", Number.NEGATIVE_INFINITY], tiny: ["float64", 5e-324], third: ["float64", call / 3],
    large: ["int64", 2n ** 53n + 1n], lowest: ["int64", -(2n ** 63n)], unsigned: ["uint64", 2n ** 64n - 1n], beyond: ["int64", -(10n ** 40n)],
    yes: ["bool", true], no: ["bool", false], none: ["null", null], empty: ["string", ""], text: ["string", "naïve \u0000 🙂 \ud800"], nested: ["json", '{"a":[1]}'],
  })],
  ...extra,
});

/** An output row from `[dtype, value]` by path. */
export const rowOf = (values: Readonly<Record<string, readonly [OutputValue["dtype"], OutputValue["value"]]>>): OutputRow =>
  new Map(Object.entries(values).map(([path, [dtype, value]]) => [path, { dtype, value }]));
