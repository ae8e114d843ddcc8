import type { Incident } from "../../core/domain/incident.ts";
import { transition } from "../../core/incident/transition.ts";
import type { Catalogue } from "../../ports/catalogue.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { enteredEvent } from "./entered-event.ts";
import { loadIncidents } from "./load-incidents.ts";

interface Known {
  readonly catalogue: Catalogue;
  /** The ledger's last entry that is in it. */
  readonly sequence: number;
  readonly hash: string | null;
  readonly incidents: readonly Incident[];
}

/** By the store that they were read from; gone with it. */
const caches = new WeakMap<RunStore, Known>();

/** Entries that are read at once. */
const page = 500;

/**
 * Every incident as it is now, in the order in which they were opened, for whoever asks often: what the ledger got since the last time is added, and nothing is read twice.
 * Any process may write meanwhile. LS503 and LS504 as `loadIncidents`.
 */
export const incidentsOf = ({ store, catalogue }: { readonly store: RunStore; readonly catalogue: Catalogue }): readonly Incident[] => {
  // Read first: what comes in between is found the next time.
  const head = catalogue.head();
  const known = caches.get(store);
  if (known !== undefined && known.hash === (head?.hash ?? null)) return known.incidents;
  const incidents = known === undefined ? loadIncidents(store) : withNews(known, catalogue);
  caches.set(store, { catalogue, sequence: head?.sequence ?? 0, hash: head?.hash ?? null, incidents });
  return incidents;
};

/** The same for whoever has the store alone: from what is known of it where somebody asks often, as in a server; else read as a whole. */
export const incidentsNow = (store: RunStore): readonly Incident[] => {
  const known = caches.get(store);
  return known === undefined ? loadIncidents(store) : incidentsOf({ store, catalogue: known.catalogue });
};

const withNews = ({ sequence, incidents }: Pick<Known, "sequence" | "incidents">, catalogue: Catalogue): Incident[] => {
  const all = new Map(incidents.map((incident) => [incident.id, incident]));
  for (let after = sequence; ;) {
    const entries = catalogue.entriesAfter(after, page, ["incident"]);
    for (const { subject } of entries) {
      const { incident, number, event } = enteredEvent(subject, catalogue.record("incident", subject));
      const before = all.get(incident) ?? null;
      // What was read beyond the head before is there already.
      if (number === (before?.events.length ?? 0) + 1) all.set(incident, transition(before, event, incident));
    }
    if (entries.length < page) return [...all.values()];
    after = entries.at(-1)?.sequence ?? after;
  }
};
