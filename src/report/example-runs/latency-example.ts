import type { LatencySummary, Run } from "../../core/domain/run.ts";
import { normal, randomStream } from "./random-stream.ts";

const quantiles = [0.5, 0.9, 0.95, 0.99] as const;

const summary = (environment: string, centre: number, spread: number, requests: number, seed: number): LatencySummary => {
  const random = randomStream(seed);
  const times = Array.from({ length: requests }, () => centre * Math.exp(spread * normal(random))).sort((a, b) => a - b);
  const at = (q: number): number => times[Math.min(requests - 1, Math.floor(q * requests))] ?? 0;
  return {
    environment, requests, mean: times.reduce((sum, ms) => sum + ms, 0) / requests,
    quantiles: quantiles.map((q) => {
      const half = 1.96 * Math.sqrt((q * (1 - q)) / requests);
      return q + half >= 1 ? { q, ms: null, interval: null } : { q, ms: at(q), interval: { low: at(q - half), high: at(q + half), level: 0.95, method: "order statistics" } };
    }),
    curve: Array.from({ length: 100 }, (_, index) => ({ ms: at(index / 100), share: index / 100 })),
  };
};

/** Latency of two made-up environments, the candidate slower by `slower`. */
export const latencyExample = (slower: number, requests: number): Pick<Run, "latency" | "latencyRatios"> => {
  const latency = [summary("staging", 6.2, 0.35, requests, 3), summary("production", 6.2 * slower, 0.38, requests, 4)];
  return {
    latency,
    latencyRatios: quantiles.map((q, index) => {
      const [a, b] = latency.map(({ quantiles: list }) => list[index]?.ms ?? null);
      if (a === null || b === null || a === undefined || b === undefined) return { q, ratio: null, interval: null };
      const half = 0.4 / Math.sqrt(requests * (1 - q));
      return { q, ratio: b / a, interval: { low: (b / a) * Math.exp(-half), high: (b / a) * Math.exp(half), level: 0.95, method: "log ratio of quantiles" } };
    }),
  };
};
