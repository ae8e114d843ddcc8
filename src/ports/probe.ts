import type { Fingerprint } from "../core/domain/fingerprint.ts";

/** One way to read what an environment is. */
export interface Probe {
  /** Where it reads, for messages: a URL without credentials, a path, `pid:17`. */
  readonly place: string;
  /** Rejects with LS320 when nothing could be read there, LS321 when what is there is no fingerprint, LS3xx and LS4xx of the transport. */
  take(signal?: AbortSignal): Promise<Fingerprint>;
}
