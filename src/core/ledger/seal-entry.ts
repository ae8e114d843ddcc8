import type { LedgerEntry } from "../domain/ledger-entry.ts";
import { type CanonicalValue, canonicalJson } from "./canonical-json.ts";
import { sha256 } from "./sha256.ts";

/** The hash that stands before the first entry. */
export const genesisHash = "0".repeat(64);

/** The hash an entry must have: over the canonical JSON of all its fields but the hash itself, unknown fields included. */
export const entryHash = (entry: Omit<LedgerEntry, "hash"> & { readonly hash?: string }): string => {
  const { hash: _hash, ...sealed } = entry;
  return sha256(canonicalJson(sealed as CanonicalValue));
};

/** Puts a new entry behind `previous` (null for the first one), so that it seals everything before it. */
export const sealEntry = (previous: Pick<LedgerEntry, "sequence" | "hash"> | null, content: Pick<LedgerEntry, "time" | "actor" | "kind" | "subject" | "payloadDigest">): LedgerEntry => {
  const { time, actor, kind, subject, payloadDigest } = content;
  const sequence = previous === null ? 1 : previous.sequence + 1;
  const open = { sequence, time, actor, kind, subject, payloadDigest, previousHash: previous === null ? genesisHash : previous.hash };
  return { ...open, hash: entryHash(open) };
};
