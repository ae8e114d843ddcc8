import type { Delivery } from "../domain/alert.ts";
import { xoshiro128 } from "../random/xoshiro-128.ts";

/** After the first failure; doubled after each. A receiver that restarts is back within it. */
const firstMs = 5_000;

/** What was down for hours is found up again within this. */
const longestMs = 15 * 60_000;

/**
 * When a delivery that failed is tried again (ms); null when it is given up: it was tried for `retryForMs` since it was made. Half of the wait is random, from the delivery's id, so that many that
 * failed at once do not come back at once. `attempts` counts the try that failed now. Never before `notBefore`, which the receiver asked for.
 */
export const nextTry = ({ id, createdAt, attempts }: Pick<Delivery, "id" | "createdAt" | "attempts">, now: number, { retryForMs, notBefore = null }: { readonly retryForMs: number; readonly notBefore?: number | null }): number | null => {
  const end = Date.parse(createdAt) + retryForMs;
  if (now >= end) return null;
  const wait = Math.min(longestMs, firstMs * 2 ** Math.min(attempts - 1, 20));
  const at = Math.max(now + wait / 2 + (wait / 2) * xoshiro128(BigInt(`0x${id.slice(0, 12)}`) + BigInt(attempts)).unit(), notBefore ?? 0);
  // The last try is at the very end, not before it.
  return Math.ceil(Math.min(at, Math.max(end, notBefore ?? 0)));
};
