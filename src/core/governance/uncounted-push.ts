import type { Policy } from "./decide-by-policy.ts";

/** Who sent a run, and whose key vouched for it when it came. */
export interface Pushed {
  readonly by: string;
  readonly key: string | null;
}

/**
 * Why a run does not count for gates and decisions as policy has it, in words; null where it does, as every run does that was made here. A key counts as long as policy names it.
 * What does not count lets nothing go on; what it holds up it still holds up.
 */
export const uncountedPush = (policy: Pick<Policy, "pushed"> | null, pushed: Pushed | null): string | null => {
  const { count = "always", keys = [] } = policy?.pushed ?? {};
  if (pushed === null || count === "always") return null;
  if (count === "never") return `it was pushed by ${pushed.by}, and policy.pushed counts no run that was made elsewhere`;
  if (pushed.key === null) return `it was pushed by ${pushed.by}, unsigned, and policy.pushed counts signed runs alone`;
  return keys.some(({ name }) => name === pushed.key) ? null : `it was pushed by ${pushed.by} and signed with the key of ${pushed.key}, which policy.pushed.keys names no longer`;
};
