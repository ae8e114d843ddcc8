import type { Explanation } from "../../src/core/domain/validation.ts";

/** The usual rule without noise: per column the largest contributions until 80 % of the difference is told, the column that needs fewest first. What it names is always something. */
export const largestContributions = (explanations: readonly Explanation[]): string[][] => explanations.map(({ column, difference, contributions }) => {
  const byValue = new Map<string, number>();
  for (const { segment, contribution } of contributions) if (segment !== null) byValue.set(segment.value, (byValue.get(segment.value) ?? 0) + contribution);
  const named: string[] = [];
  let told = 0;
  for (const [value, contribution] of [...byValue].sort(([, a], [, b]) => (b - a) * Math.sign(difference))) {
    if (told >= 0.8 || contribution * difference <= 0) break;
    named.push(`${column}=${value}`);
    told += contribution / difference;
  }
  return named;
}).sort((a, b) => a.length - b.length);
