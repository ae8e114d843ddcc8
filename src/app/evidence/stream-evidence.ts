import type { ServerWorld } from "../serve/server-world.ts";

/** Which part of a store an archive holds. */
export interface EvidenceScope {
  readonly model: string | null;
  /** Runs that started from here on (in it) until there (not in it), ISO 8601. */
  readonly from: string | null;
  readonly to: string | null;
  /** Ids; empty: all. */
  readonly runs: readonly string[];
}

/** The archive as it is made by a process of its own, and its name. */
export const streamEvidence = (_world: ServerWorld, _scope: EvidenceScope, _signal: AbortSignal): Promise<{ readonly name: string; readonly body: ReadableStream<Uint8Array> }> => Promise.reject(new Error("not yet"));
