import type { Fingerprint } from "../../core/domain/fingerprint.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { type FingerprintDependencies, probeRegistry } from "./probe-registry.ts";

/**
 * What an environment is, from `http(s)://…` (the SDK inside the server), `pid:N` (the server's own /proc), or a file: a fingerprint, what `pip inspect` wrote, or a
 * folder of capture_training. LS320 when nothing could be read there, LS321 when a file is no fingerprint, and the transport's own errors.
 */
export const takeFingerprint = async (source: string, deps: FingerprintDependencies): Promise<Fingerprint> => {
  const kind = probeRegistry.find(({ recognises }) => recognises(source));
  if (kind === undefined || source.trim() === "") throw new LockstepError("LS320", { message: "no source of a fingerprint was named", place: "the fingerprint's source" });
  const { probe, close } = await kind.open(source, deps);
  try {
    deps.signal.throwIfAborted();
    return await probe.take(deps.signal);
  } finally {
    await close();
  }
};
