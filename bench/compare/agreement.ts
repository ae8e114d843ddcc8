import { createHash } from "node:crypto";

/** Collects the integers that both sides must agree on, whatever the order in which they arrive. */
export const agreement = (): { add(name: string, count: number): void; digest(): string } => {
  const counts = new Map<string, number>();
  return {
    add: (name, count) => { counts.set(name, (counts.get(name) ?? 0) + count); },
    digest: () => createHash("sha256").update(JSON.stringify(Array.from(counts).filter(([, count]) => count > 0).sort(([a], [b]) => (a < b ? -1 : 1)))).digest("hex").slice(0, 16),
  };
};
