import type { Agreement } from "../../core/domain/agreement.ts";
import type { Fingerprint } from "../../core/domain/fingerprint.ts";

/** What is to be signed off besides the run, and by whom. */
export interface SignOffRequest {
  readonly environment: string;
  /** One for each replica of the environment that was read. */
  readonly fingerprints: readonly Fingerprint[];
  readonly agreement: Agreement | null;
  readonly signer: string;
  /** Who built the model; null when nobody knows. */
  readonly author: string | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}
