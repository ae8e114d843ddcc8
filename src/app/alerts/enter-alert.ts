import type { Delivery } from "../../core/domain/alert.ts";
import type { CanonicalValue } from "../../core/ledger/canonical-json.ts";
import { actor } from "../actor.ts";
import type { AlertWorld } from "./alert-world.ts";

/** Enters that people were told: who audits wants to know when. Told again after a kill, it stands there once, as of the first time. */
export const enterAlert = ({ id, channel, alerts, attempts, createdAt, deliveredAt }: Delivery, { store, catalogue }: Pick<AlertWorld, "store" | "catalogue">): void => {
  if (catalogue.record("alert", id) !== null) return;
  const payload = { delivery: id, channel, attempts, raisedAt: createdAt, deliveredAt, alerts: alerts.map(({ key, kind, incident, at, severity, model, environment }) => ({ key, kind, incident, at, severity, model, environment })) };
  try {
    store.enter({ kind: "alert", subject: id, payload: payload as unknown as CanonicalValue }, actor());
  } catch (cause) {
    // Another process may have held it for a moment longer than it was allowed to.
    if (catalogue.record("alert", id) === null) throw cause;
  }
};
