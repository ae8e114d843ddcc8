import type { HttpAnswer } from "./http-answer.ts";

/** Headers in which gateways and servers name the replica that answered, the most specific first. */
export const usualReplicaHeaders = ["x-replica", "x-replica-id", "x-pod-name", "x-served-by", "x-backend", "x-instance-id", "x-seldon-route"] as const;

/** Which replica answered: the named header's value, or the first of the usual ones; null when none says. */
export function replicaOf(answer: HttpAnswer, header: string | null): string | null {
  if (header !== null) return answer.headers[header.toLowerCase()] ?? null;
  for (const name of usualReplicaHeaders) {
    const value = answer.headers[name];
    if (value !== undefined && value !== "") return value;
  }
  return null;
}
