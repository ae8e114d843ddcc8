import type { Delivery } from "../core/domain/alert.ts";

/** What the receiver said when it took it. */
export interface Receipt {
  readonly said: string;
}

/** A way to tell people: one channel. */
export interface Notifier {
  /**
   * Hands a delivery over; the same one again must be known to the receiver as the same, by its id. Resolves once the receiver has taken responsibility; LS720 when it
   * did not, with `retry: false` in the cause where another try cannot help.
   */
  send(delivery: Delivery, signal: AbortSignal): Promise<Receipt>;
  close(): Promise<void>;
}
