import type { IncidentEvent } from "../../../src/core/domain/incident.ts";

type Observed = Extract<IncidentEvent, { readonly kind: "observed" }>;

/** One entry of a timeline: an event, or looks in a row that all said the same. */
export type TimelineEntry = { readonly kind: "event"; readonly event: IncidentEvent } | { readonly kind: "looks"; readonly looks: readonly [Observed, ...Observed[]] };

/** The events in order, looks in a row with one verdict joined: forty nightly failures are one line and not forty. */
export const timelineOf = (events: readonly IncidentEvent[]): TimelineEntry[] => {
  const entries: TimelineEntry[] = [];
  for (const event of events) {
    const last = entries.at(-1);
    if (event.kind !== "observed") entries.push({ kind: "event", event });
    else if (last?.kind === "looks" && last.looks[0].verdict === event.verdict) entries[entries.length - 1] = { kind: "looks", looks: [...last.looks, event] };
    else entries.push({ kind: "looks", looks: [event] });
  }
  return entries;
};
