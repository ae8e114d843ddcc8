import type { Run } from "../../core/domain/run.ts";
import { formatNumber } from "./format-number.ts";

/** The quantiles worth a line of text: the middle, and the tail that users feel. */
const spokenQuantiles = [0.5, 0.99];

const nameOfQuantile = (q: number): string => `p${formatNumber(q * 100)}`;

/** Both environments' latency in one line, or null where it was not measured. */
export const latencyWords = ({ latency, latencyRatios, environments }: Run): string | null => {
  const at = (name: string, q: number): number | null => latency.find(({ environment }) => environment === name)?.quantiles.find((quantile) => quantile.q === q)?.ms ?? null;
  const parts = spokenQuantiles.flatMap((q) => {
    const [a, b] = [at(environments.reference.name, q), at(environments.candidate.name, q)];
    if (a === null || b === null) return [];
    const ratio = latencyRatios.find((entry) => entry.q === q)?.ratio ?? null;
    return [`${nameOfQuantile(q)} ${formatNumber(a)} → ${formatNumber(b)} ms${ratio === null ? "" : ` (${formatNumber(ratio)}×)`}`];
  });
  return parts.length === 0 ? null : `${parts.join(", ")}, ${environments.reference.name} → ${environments.candidate.name}`;
};
