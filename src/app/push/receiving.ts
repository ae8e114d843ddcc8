import type { Pusher, Receipt } from "./receive-run.ts";

/** Takes runs that were made elsewhere. */
export interface Receiving {
  /** From the bytes of a request, which are its own from then on. Durable once it is told; fails as `receiveRun` does. */
  receive(bytes: Uint8Array, pusher: Pusher): Promise<Receipt>;
  /** Once nobody writes a large run: whoever writes before that waits for the database, and all that they serve with them. At most some seconds. */
  quiet(): Promise<void>;
  /** After what was begun. */
  close(): Promise<void>;
}
