import type { SeriesPlan } from "../domain/measure.ts";
import { canonicalJson } from "../ledger/canonical-json.ts";
import { sha256 } from "../ledger/sha256.ts";

/** sha256, hex, over the canonical JSON of a plan: series of the same digest were counted in the same way, and add. */
export const planDigest = (plan: SeriesPlan): string => sha256(canonicalJson(plan));
