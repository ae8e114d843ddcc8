import { type ExperimentRecord, experimentRecord } from "../../core/evidence/experiment-record.ts";
import { runDigest } from "../../core/ledger/run-digest.ts";
import type { Catalogue } from "../../ports/catalogue.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { restingOn } from "./resting-on.ts";

/** The records of these runs, in this order; a run that is no longer kept is left out. */
export const experimentRecords = ({ store, catalogue }: { readonly store: RunStore; readonly catalogue: Pick<Catalogue, "entriesAfter"> }, ids: readonly string[]): readonly ExperimentRecord[] => {
  const resting = restingOn(store);
  return ids.flatMap((id) => {
    const run = store.get(id);
    if (run === null) return [];
    const entry = run.ledger === null ? null : (catalogue.entriesAfter(run.ledger.sequence - 1, 1)[0] ?? null);
    return [experimentRecord(run, { digest: entry?.payloadDigest ?? runDigest(run), entry, ...resting(id) })];
  });
};
