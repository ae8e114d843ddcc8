import type { ProfileSpec } from "../domain/profile.ts";
import { canonicalJson } from "../ledger/canonical-json.ts";
import { sha256 } from "../ledger/sha256.ts";

/** sha256, hex, over the canonical JSON of the spec: profiles with the same digest were counted in the same way and add. */
export const specDigest = (spec: ProfileSpec): string => sha256(canonicalJson(spec));
