import type { Delivery } from "../core/domain/alert.ts";
import type { Page } from "../core/domain/page.ts";

/** What is on its way to people, and how far the ledger was read for it. Survives a kill at any point. */
export interface DeliveryStore {
  /** The ledger's sequence up to which everything worth telling was put here; 0 at first. */
  cursor(): number;
  /** Puts deliveries here and moves the cursor, both or neither. What is there already stays as it is. */
  put(deliveries: readonly Delivery[], cursor: number): void;
  /** Takes up to `limit` that are due at `now` (ms) and that nobody holds, for `leaseMs`: another process sees them only when that is over. */
  claim(holder: string, now: number, leaseMs: number, limit: number): readonly Delivery[];
  /** What became of a claimed one. Nothing when somebody else holds it by now. */
  settle(holder: string, delivery: Delivery): void;
  get(id: string): Delivery | null;
  /** Newest first. */
  list(query: { readonly after?: string | null; readonly limit: number; readonly status?: Delivery["status"] | null; readonly incident?: string | null }): Page<Delivery>;
  /** Tries again at once what failed or waits; null when there is none such. */
  retry(id: string, now: number): Delivery | null;
  /** When the next one is due, ms; null when none waits. */
  nextDue(): number | null;
  close(): void;
}
