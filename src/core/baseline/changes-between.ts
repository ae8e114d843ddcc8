import type { Baseline } from "../domain/baseline.ts";
import { shortNumber } from "../wording/short-number.ts";
import { toleranceText } from "./tolerance-text.ts";

/** One thing that two versions of a baseline have otherwise; null where a version has none. */
export interface BaselineChange {
  readonly what: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** What was agreed otherwise, and what was measured otherwise, from one version to another; the answers themselves are compared by the engine. */
export const changesBetween = (from: Baseline, to: Baseline): BaselineChange[] => {
  const values: readonly (readonly [string, (baseline: Baseline) => string | null])[] = [
    ["environment", ({ environment }) => environment],
    ["model version", ({ modelVersion }) => modelVersion],
    ["inputs", ({ inputsDigest }) => inputsDigest],
    ["key", ({ key }) => key],
    ["recording", ({ recording }) => recording.digest],
    ["recorded rows", ({ recording }) => String(recording.rows)],
    ["share allowed outside", ({ maxOutside }) => String(maxOutside)],
    ["peak memory, bytes", ({ peakMemoryBytes }) => (peakMemoryBytes === null ? null : String(peakMemoryBytes))],
    ...keysOf(from.tolerances, to.tolerances).map((output) => [`tolerance of ${output}`, ({ tolerances }: Baseline) => (tolerances[output] === undefined ? null : toleranceText(tolerances[output]))] as const),
    ...keysOf(from.latency, to.latency).map((q) => [`latency p${shortNumber(Number(q) * 100)}, ms`, ({ latency }: Baseline) => (latency[q] === undefined ? null : shortNumber(latency[q]))] as const),
    ...keysOf(from.identity, to.identity).map((part) => [`identity of the ${part}`, ({ identity }: Baseline) => identity[part] ?? null] as const),
  ];
  return values.map(([what, read]) => ({ what, from: read(from), to: read(to) })).filter((change) => change.from !== change.to);
};

const keysOf = (one: object, other: object): string[] => [...new Set([...Object.keys(one), ...Object.keys(other)])];
