import type { Alert, Delivery } from "../core/domain/alert.ts";
import type { Transport } from "./transport.ts";

/** What the receiver said when it took it. */
export interface Receipt {
  readonly said: string;
}

/** A way to tell people: one channel. */
export interface Notifier {
  /**
   * Hands a delivery over; the same one again must be known to the receiver as the same, by its id. Resolves once the receiver has taken responsibility; LS720 when it
   * did not, with `retry: false` in the cause where another try cannot help, and `retryAfterMs` where it said when to come again.
   */
  send(delivery: Delivery, signal: AbortSignal): Promise<Receipt>;
  /** Says again what still stands, for a receiver that forgets what is not repeated; left out for those that do not. */
  repeat?(alerts: readonly Alert[], signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** What a channel that speaks HTTP works with; secrets are resolved already. */
export interface HttpChannel {
  /** To the receiver's origin. It follows no redirect. */
  readonly transport: Transport;
  /** Path and query of the address; may hold a secret. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What signs, or says whose it is; empty where a kind has none. */
  readonly key: string;
  /** Ms since 1970. */
  readonly now: () => number;
}

/** A kind of channel. */
export interface NotifierKind<Options> {
  readonly name: string;
  /** Whether it pages people until somebody says that they know. */
  readonly acknowledgements: boolean;
  create(options: Options): Notifier;
}
