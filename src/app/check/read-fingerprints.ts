import type { Fingerprint } from "../../core/domain/fingerprint.ts";
import type { EnvironmentFingerprint } from "../../core/domain/run.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { CommandIo } from "../command-io.ts";
import { takeFingerprint } from "../fingerprint/take-fingerprint.ts";
import { type CheckSide, isLive } from "./check-side.ts";

/** What was read of the environments, and of which nothing was. */
export interface ReadFingerprints {
  readonly fingerprints: readonly EnvironmentFingerprint[];
  /** Why there is none, by environment. */
  readonly unread: ReadonlyMap<string, string>;
}

/**
 * Each side's fingerprint: from the source that people named, which must answer (LS320, LS321), else from the SDK in the server, else not at all. A
 * side that was readable once and is not any more keeps what was read before.
 */
export const readFingerprints = async (sides: readonly CheckSide[], io: CommandIo, before: ReadFingerprints | null = null): Promise<ReadFingerprints> => {
  const fingerprints: EnvironmentFingerprint[] = [];
  const unread = new Map<string, string>();
  for (const side of sides) {
    const earlier = before?.fingerprints.find(({ environment }) => environment === side.name);
    const read = await readOne(side, io).catch((error: unknown) => {
      if (earlier === undefined || !(error instanceof LockstepError)) throw error;
      io.progress({ kind: "note", message: `${side.name}'s fingerprint could not be read again: ${error.message}` });
      return earlier.fingerprint;
    });
    if (typeof read === "string") unread.set(side.name, read);
    else fingerprints.push({ environment: side.name, replica: null, fingerprint: read });
  }
  return { fingerprints, unread };
};

const readOne = async (side: CheckSide, io: CommandIo): Promise<Fingerprint | string> => {
  const source = side.options.fingerprint;
  if (source !== null) return takeFingerprint(source, io);
  if (!isLive(side)) return side.kind !== "baseline" ? "a file of predictions says nothing of where they were made" : "the baseline holds no fingerprint";
  const { sdk, why } = side.found;
  if (sdk === null) return why ?? "there is no SDK";
  if (!sdk.endpoints.has("fingerprint")) return "its SDK offers no fingerprint";
  return sdk.fingerprint(io.signal).catch((error: unknown) => {
    // Nobody asked for it by name: what cannot be read is said, and the check goes on.
    if (error instanceof LockstepError) return error.message;
    throw error;
  });
};
