import type { ExperimentRecord } from "../../core/evidence/experiment-record.ts";
import type { Catalogue } from "../../ports/catalogue.ts";
import type { RunStore } from "../../ports/run-store.ts";

/** The records of these runs, in this order; a run that is no longer kept is left out. */
export const experimentRecords = (_world: { readonly store: RunStore; readonly catalogue: Pick<Catalogue, "entriesAfter"> }, _ids: readonly string[]): readonly ExperimentRecord[] => [];
