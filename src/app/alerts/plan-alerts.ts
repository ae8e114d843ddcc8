import type { AlertRules } from "../../core/alert/alert-rules.ts";
import { groupEvents, type TimedEvent } from "../../core/alert/group-events.ts";
import { planDeliveries } from "../../core/alert/plan-deliveries.ts";
import type { Alert } from "../../core/domain/alert.ts";
import type { LedgerEntry } from "../../core/domain/ledger-entry.ts";
import { incidentsOf } from "../incident/incidents-of.ts";
import type { AlertWorld } from "./alert-world.ts";
import { alertOf, standingAlert } from "./alerts-of.ts";

type PlanningWorld = Pick<AlertWorld, "store" | "catalogue" | "deliveries" | "clock" | "url" | "log">;

/** Entries that are read at once. */
const page = 500;

/** Entries of other kinds that are looked past each time. */
const mostLeft = 1000;

interface Told extends TimedEvent {
  readonly alert: Alert;
}

/**
 * Puts what happened since the last time on its way. Gives when (ms) the group that is still open is complete, null when none is. The first time of all, what happened before is
 * not told again: of the incidents that are open one summary goes out.
 */
export const planAlerts = (world: PlanningWorld, rules: AlertRules, { all = false }: { readonly all?: boolean } = {}): number | null => {
  const { deliveries, clock } = world;
  if (!deliveries.begun()) begin(world, rules);
  for (;;) {
    const cursor = deliveries.cursor();
    const head = world.catalogue.head()?.sequence ?? 0;
    const entries = entriesFrom(cursor, world);
    if (entries.length === 0) {
      // What tells nothing is not looked through again and again.
      if (head - cursor > mostLeft) deliveries.put([], head, cursor);
      return null;
    }
    const { closed, openUntil } = groupEvents(toldOf(entries, world), { withinMs: rules.groupWithinMs, now: clock.now(), all });
    const last = entries.at(-1)?.sequence ?? cursor;
    let at = cursor;
    // Another process may be faster with any of them; then all is looked at anew.
    const kept = closed.every((group, index) => {
      const to = index === closed.length - 1 && openUntil === null ? last : (group.at(-1)?.sequence ?? at);
      const put = deliveries.put(planDeliveries(group.map(({ alert }) => alert), rules, clock.now()), to, at);
      at = to;
      return put;
    });
    if (!kept) continue;
    if (openUntil === null && at !== last && !deliveries.put([], last, at)) continue;
    return openUntil;
  }
};

const begin = (world: PlanningWorld, rules: AlertRules): void => {
  for (;;) {
    const head = world.catalogue.head();
    const alerts = incidentsOf(world).flatMap((incident) => standingAlert(incident, world) ?? []);
    // What was opened in between would be told twice.
    if ((world.catalogue.head()?.hash ?? null) !== (head?.hash ?? null)) continue;
    if (!world.deliveries.begun()) world.deliveries.put(planDeliveries(alerts, rules, world.clock.now()), head?.sequence ?? 0, 0);
    return;
  }
};

const entriesFrom = (cursor: number, { catalogue }: PlanningWorld): LedgerEntry[] => {
  const entries: LedgerEntry[] = [];
  for (let after = cursor; ;) {
    const more = catalogue.entriesAfter(after, page, ["incident"]);
    entries.push(...more);
    if (more.length < page) return entries;
    after = more.at(-1)?.sequence ?? after;
  }
};

const toldOf = (entries: readonly LedgerEntry[], world: PlanningWorld): Told[] => {
  const incidents = new Map(incidentsOf(world).map((incident) => [incident.id, incident]));
  return entries.flatMap(({ sequence, time, subject }) => {
    const [id = "", number = ""] = subject.split("/");
    const incident = incidents.get(id);
    const alert = incident === undefined ? null : alertOf(incident, Number(number), world);
    return alert === null ? [] : [{ sequence, at: Date.parse(time), alert }];
  });
};
