import { createHash } from "node:crypto";
import type { SeriesStore } from "../../ports/series-store.ts";

/** A store as one source sees it: two logs that are counted alike keep apart what they gave, and none forgets the other's parts. */
export const scopedSeries = (store: SeriesStore, scope: string): SeriesStore => {
  const within = (planDigest: string): string => createHash("sha256").update(`${scope} ${planDigest}`).digest("hex");
  return {
    parts: (plan) => store.parts(within(plan)),
    put: (plan, part, statistics, dayOf) => { store.put(within(plan), part, statistics, dayOf); },
    putAll: (plan, counted, dayOf) => { store.putAll(within(plan), counted, dayOf); },
    drop: (plan, parts) => { store.drop(within(plan), parts); },
    read: (plan, query) => store.read(within(plan), query),
    close: () => { store.close(); },
  };
};
