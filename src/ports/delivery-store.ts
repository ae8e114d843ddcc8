import type { Delivery } from "../core/domain/alert.ts";
import type { Page } from "../core/domain/page.ts";

/** How it goes with a channel, from what was sent to it. */
export interface ChannelHealth {
  readonly channel: string;
  readonly lastDeliveredAt: string | null;
  /** The newest try that failed, and what was said. */
  readonly lastFailure: { readonly at: string; readonly reason: string } | null;
  readonly waiting: number;
  readonly failed: number;
}

/** What is on its way to people, and how far the ledger was read for it. Survives a kill at any point. */
export interface DeliveryStore {
  /** The ledger's sequence up to which everything worth telling was put here; 0 at first. */
  cursor(): number;
  /** Whether anything was ever put here: an empty ledger's cursor is 0 too. */
  begun(): boolean;
  /**
   * Puts deliveries here and moves the cursor, both or neither. What is there already stays as it is. With `from`, nothing happens, and it is false, when the cursor is
   * elsewhere by now: another process was faster, and what was planned is to be planned anew.
   */
  put(deliveries: readonly Delivery[], cursor: number, from?: number): boolean;
  /**
   * Takes up to `limit` that are due at `now` (ms) and that nobody holds, oldest first, for `leaseMs`: another process sees them only when that is over. What is muted is
   * due when the mute ends. One is left alone while an earlier one about the same incident still waits for the same channel: an end must not overtake its beginning.
   */
  claim(holder: string, now: number, leaseMs: number, limit: number, channel?: string): readonly Delivery[];
  /** What became of a claimed one. Nothing when somebody else holds it by now. */
  settle(holder: string, delivery: Delivery): void;
  get(id: string): Delivery | null;
  /** Newest first. */
  list(query: { readonly after?: string | null; readonly limit: number; readonly status?: Delivery["status"] | null; readonly incident?: string | null; readonly channel?: string | null }): Page<Delivery>;
  /** Tries again at once what failed or waits; null when there is none such. */
  retry(id: string, now: number): Delivery | null;
  /**
   * How many deliveries that were settled before `before` (ms) may go, and takes them away unless `dryRun`. Those about `standing` incidents stay, for their end is told to whoever
   * heard of their beginning, and those about `held` models (null: of any model).
   */
  prune(query: { readonly before: number; readonly standing: readonly string[]; readonly held: readonly (string | null)[]; readonly dryRun: boolean }): number;
  /** When the next one is due, ms; null when none waits. */
  nextDue(): number | null;
  /** Every channel that anything was put here for, by name. */
  channels(): readonly ChannelHealth[];
  /** Says that a server is delivering from here at `now` (ms): others leave it to the server, which knows how people reach it. */
  attend(now: number): void;
  /** When a server last said so, ms; null when none ever did. */
  attendedAt(): number | null;
  close(): void;
}
