import type { Incident } from "../../core/domain/incident.ts";
import { transition } from "../../core/incident/transition.ts";
import type { Catalogue } from "../../ports/catalogue.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { enteredEvent } from "./entered-event.ts";
import { loadIncidents } from "./load-incidents.ts";

/** Incidents of a store as far as they were read. */
interface Known {
  readonly catalogue: Pick<Catalogue, "head">;
  readonly byId: Map<string, Incident>;
  /** The last event that is in them. */
  sequence: number;
  /** Those of the ledger that ends so; null until they were read to its end. */
  whole: { readonly head: string; readonly incidents: readonly Incident[] } | null;
}

interface Stores {
  readonly store: RunStore;
  readonly catalogue: Pick<Catalogue, "head">;
}

/** By the store that they were read from; gone with it. */
const caches = new WeakMap<RunStore, Known>();

/** Events that are read at once: some milliseconds. */
const page = 250;

const knownOf = ({ store, catalogue }: Stores): Known => {
  const known = caches.get(store) ?? { catalogue, byId: new Map(), sequence: 0, whole: null };
  caches.set(store, known);
  return known;
};

/**
 * Every incident as it is now, in the order in which they were opened, for whoever asks often: what the ledger got since the last time is added, and nothing is read twice.
 * Any process may write meanwhile. LS503 and LS504 as `loadIncidents`.
 */
export const incidentsOf = (stores: Stores): readonly Incident[] => {
  for (;;) {
    const read = advance(stores);
    if (read !== null) return read;
  }
};

/** The same, read in turns: `pause` lets others have theirs. Whoever asks meanwhile without waiting goes on where this is. */
export const incidentsInTurns = async (stores: Stores, pause: () => Promise<void>): Promise<readonly Incident[]> => {
  for (;;) {
    const read = advance(stores);
    if (read !== null) return read;
    await pause();
  }
};

/** The same for whoever has the store alone: from what is known of it where somebody asks often, as in a server; else read as a whole. */
export const incidentsNow = (store: RunStore): readonly Incident[] => {
  const known = caches.get(store);
  return known === undefined ? loadIncidents(store) : incidentsOf({ store, catalogue: known.catalogue });
};

/** Reads the next events; the incidents once there are no more. */
const advance = (stores: Stores): readonly Incident[] | null => {
  const known = knownOf(stores);
  // Read first: what comes in between is found the next time.
  const head = stores.catalogue.head()?.hash ?? "";
  if (known.whole?.head === head) return known.whole.incidents;
  const records = stores.store.recordsAfter("incident", known.sequence, page);
  for (const { sequence, subject, payload } of records) {
    const { incident, event } = enteredEvent(subject, payload);
    known.byId.set(incident, transition(known.byId.get(incident) ?? null, event, incident));
    known.sequence = sequence;
  }
  if (records.length === page) return null;
  known.whole = { head, incidents: records.length === 0 && known.whole !== null ? known.whole.incidents : [...known.byId.values()] };
  return known.whole.incidents;
};
