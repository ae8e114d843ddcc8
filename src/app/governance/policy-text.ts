import type { Policy } from "../../core/governance/decide-by-policy.ts";
import { type CanonicalValue, canonicalJson } from "../../core/ledger/canonical-json.ts";
import { sha256 } from "../../core/ledger/sha256.ts";

/** A policy as it is kept: its canonical JSON (`{}` for none), and that text's sha256 (hex), under which the store keeps it and runs name it. */
export const policyText = (policy: Policy | null): { readonly text: string; readonly digest: string } => {
  const text = canonicalJson((policy ?? {}) as unknown as CanonicalValue);
  return { text, digest: sha256(text) };
};
