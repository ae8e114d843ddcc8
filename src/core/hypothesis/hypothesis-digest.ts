import type { Hypothesis } from "../domain/hypothesis.ts";
import { canonicalJson, type CanonicalValue } from "../ledger/canonical-json.ts";
import { sha256 } from "../ledger/sha256.ts";

/** What names a hypothesis as it was resolved: sha256, hex, of its canonical JSON. Equal claims have an equal digest, however the manifest spells them. */
export const hypothesisDigest = (hypothesis: Hypothesis): string => sha256(canonicalJson(hypothesis as CanonicalValue));
