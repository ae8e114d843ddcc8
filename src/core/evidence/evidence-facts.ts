import type { LedgerEntry } from "../domain/ledger-entry.ts";
import type { EvidenceScope } from "./evidence-manifest.ts";
import type { RunFacts } from "./run-facts.ts";

/** A record of the archive with its place in the ledger. */
export interface RecordFact {
  readonly entry: LedgerEntry;
  readonly path: string;
  readonly payload: unknown;
}

/** All that the pages of an archive are made from; the same facts always make the same pages. */
export interface EvidenceFacts {
  readonly at: string;
  readonly scope: EvidenceScope;
  readonly version: string;
  readonly entries: readonly LedgerEntry[];
  /** Oldest first. */
  readonly runs: readonly RunFacts[];
  readonly records: readonly RecordFact[];
  /** Paths of the sign-off files and texts that are in it. */
  readonly files: ReadonlySet<string>;
}

/** One of the auditor's questions, answered in words; `links` are paths in the archive. */
export interface AuditorAnswer {
  readonly question: string;
  /** The answer in one sentence. */
  readonly short: string;
  readonly lines: readonly { readonly text: string; readonly links: readonly string[] }[];
}
