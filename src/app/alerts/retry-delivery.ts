import type { Delivery } from "../../core/domain/alert.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { incidentsOf } from "../incident/incidents-of.ts";
import type { AlertWorld } from "./alert-world.ts";

/**
 * Has a delivery that failed or waits tried again at once, by whoever delivers. LS721 when there is none, when it was told, and when what it says is over: a receiver that pages people would begin
 * again and never be told of the end.
 */
export const retryDelivery = (id: string, { deliveries, store, catalogue, clock }: Pick<AlertWorld, "deliveries" | "store" | "catalogue" | "clock">): Delivery => {
  const known = deliveries.get(id);
  if (known === null) throw new LockstepError("LS721", { message: `there is no delivery ${id.slice(0, 60)}`, place: id.slice(0, 60), todo: "List them: lockstep alert list" });
  if (known.status === "delivered" || known.status === "muted") throw new LockstepError("LS721", { message: known.status === "delivered" ? `${id} was delivered at ${known.deliveredAt ?? "some time"}` : `${id} is muted: ${known.reason ?? ""}`, place: id, todo: "Only what failed or waits can be tried again." });
  const closed = new Set(incidentsOf({ store, catalogue }).filter(({ status }) => status === "closed").map((incident) => incident.id));
  if (known.status === "failed" && known.alerts.every(({ kind, incident }) => kind !== "closed" && closed.has(incident))) {
    throw new LockstepError("LS721", { message: `${id} tells of what is over: ${[...new Set(known.alerts.map(({ incident }) => incident))].join(", ")}`, place: id, todo: "Look at the incident instead: lockstep incident show ID" });
  }
  const again = deliveries.retry(id, clock.now());
  if (again === null) throw new LockstepError("LS721", { message: `${id} was told in this moment`, place: id });
  return again;
};
