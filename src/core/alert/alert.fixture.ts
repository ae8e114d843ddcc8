import type { Alert, Delivery } from "../domain/alert.ts";
import { type AlertRules, defaultRetryForMs } from "./alert-rules.ts";

/** The opening of INC-1 about credit's precision. */
export const exampleAlert = (over: Partial<Alert> = {}): Alert => ({
  key: "INC-1/1", kind: "opened", at: "2026-10-01T06:00:00.000Z", startedAt: "2026-10-01T06:00:00.000Z", incident: "INC-1", thread: over.incident ?? "INC-1", title: "precision stays where the backtest put it", sentence: "precision lies below its corridor", severity: "high",
  model: "credit", environment: "production", subject: "credit/precision", owner: "Ana", escalatedTo: null, consequence: "roll-back", impact: null, since: "2026-10-01", run: "r-1", url: "https://lockstep.example.com/incidents/INC-1", ...over,
});

/** On its way to `team`, due at 6 o'clock. */
export const exampleDelivery = (id: string, over: Partial<Delivery> = {}): Delivery => ({
  id, channel: "team", alerts: [exampleAlert()], status: "waiting", reason: null, attempts: 0, triedAt: null, createdAt: "2026-10-01T06:00:00.000Z", nextAt: "2026-10-01T06:00:00.000Z", deliveredAt: null, ...over,
});

export const exampleRules = (over: Partial<AlertRules> = {}): AlertRules => ({ channels: [{ name: "team", acknowledgements: false }, { name: "pager", acknowledgements: true }], routes: null, groupWithinMs: 30_000, mutes: [], retryForMs: defaultRetryForMs, ...over });
