import type { Run } from "../domain/run.ts";
import { type CanonicalValue, canonicalJson } from "./canonical-json.ts";
import { sha256 } from "./sha256.ts";

/** The run as it is sealed: without its place in the ledger, which is only known once it is sealed. */
const sealedRunText = (run: Run): string => canonicalJson({ ...run, ledger: null } as CanonicalValue);

/** What the ledger holds of a run; anyone with the run's JSON can compute it again. */
export const runDigest = (run: Run): string => sha256(sealedRunText(run));

/** A run as it is sealed, with the digest of its text. */
export interface SealedRun {
  readonly id: string;
  readonly text: string;
  readonly digest: string;
}

/** Both at once for whoever stores what they check: a large run takes its time to be written out. */
export const sealRun = (run: Run): SealedRun => {
  const text = sealedRunText(run);
  return { id: run.id, text, digest: sha256(text) };
};
