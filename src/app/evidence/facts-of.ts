import type { LedgerEntry } from "../../core/domain/ledger-entry.ts";
import { Run } from "../../core/domain/run.ts";
import type { EvidenceFacts, RecordFact } from "../../core/evidence/evidence-facts.ts";
import { type RunFacts, runFacts } from "../../core/evidence/run-facts.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { CanonicalValue } from "../../core/ledger/canonical-json.ts";
import { restingOn } from "./resting-on.ts";

/** A run as its sealed text says it. LS504 for one of a form that this Lockstep does not read. */
export const runOf = (text: string, name: string): Run => {
  const read = Run.safeParse(JSON.parse(text));
  if (read.success) return read.data;
  throw new LockstepError("LS504", { message: `${name} is no run that this Lockstep reads: ${read.error.issues[0]?.path.join(".") ?? ""}`, place: name });
};

/** What is told of each run, from its document and the records that rest on it. */
export const factsOfRuns = (records: readonly RecordFact[]): ((run: Run, entry: LedgerEntry, path: string) => RunFacts) => {
  const resting = restingOn({ records: (kind) => records.filter(({ entry }) => entry.kind === kind).map(({ entry, payload }) => ({ kind, subject: entry.subject, payload: payload as CanonicalValue })) });
  return (run, entry, path) => runFacts(run, path, { digest: entry.payloadDigest, entry, ...resting(run.id) });
};

/** Oldest first, as the pages tell them. */
export const inOrder = (runs: readonly RunFacts[]): EvidenceFacts["runs"] => [...runs].sort((a, b) => (a.record.startedAt < b.record.startedAt || (a.record.startedAt === b.record.startedAt && a.record.run < b.record.run) ? -1 : 1));
