import type { AlertRules } from "../../core/alert/alert-rules.ts";
import { nextTry } from "../../core/alert/next-try.ts";
import { muteOf, muteWords } from "../../core/alert/plan-deliveries.ts";
import { failureOf } from "../../core/alert/receipt-of-answer.ts";
import { stillStands } from "../../core/alert/still-stands.ts";
import type { Delivery } from "../../core/domain/alert.ts";
import type { Notifier } from "../../ports/notifier.ts";
import { incidentsOf } from "../incident/incidents-of.ts";
import type { AlertWorld } from "./alert-world.ts";
import { enterAlert } from "./enter-alert.ts";

/** All alerts of one delivery together; what is held for longer may be sent by somebody else meanwhile. */
export const sendTimeoutMs = 30_000;

/** Deliveries of one incident to one channel; more would be an incident that is opened again every day of a year. */
const mostLookedAt = 500;

/** Sends a claimed delivery, enters it into the ledger and settles it: in this order, so that a kill in between sends it again and loses nothing. */
export const deliverOne = async (claimed: Delivery, open: () => Promise<Notifier>, rules: AlertRules, world: AlertWorld, signal: AbortSignal): Promise<void> => {
  const { deliveries, clock, holder, log, io } = world;
  const settle = (delivery: Delivery): void => deliveries.settle(holder, delivery);
  const now = clock.now();
  const mute = heldBack(claimed, rules, now);
  if (mute !== null) return settle({ ...claimed, status: "muted", reason: muteWords(mute), nextAt: iso(mute.toMs) });
  const delivery = claimed.status === "muted" ? standing(claimed, world) : claimed;
  if (delivery === null) return settle({ ...claimed, nextAt: null, reason: `${claimed.reason ?? "muted"}; it was over before that, and is not told` });
  const about = { channel: delivery.channel, delivery: delivery.id, alerts: delivery.alerts.map(({ key }) => key) };
  const tried = { ...delivery, attempts: delivery.attempts + 1, triedAt: iso(now) };
  try {
    const { said } = await (await open()).send(delivery, AbortSignal.any([signal, AbortSignal.timeout(sendTimeoutMs)]));
    const delivered: Delivery = { ...tried, status: "delivered", reason: `${said}${leftOut(claimed, delivery)}`, nextAt: null, deliveredAt: iso(clock.now()) };
    enterAlert(delivered, world);
    settle(delivered);
    log.info(about, "told");
  } catch (error) {
    // Stopped is not failed: whoever comes next may have it at once.
    if (signal.aborted) return settle({ ...delivery, status: "waiting", nextAt: iso(now) });
    const { retry, retryAfterMs } = failureOf(error);
    const at = clock.now();
    const next = retry ? nextTry(tried, at, { retryForMs: rules.retryForMs, notBefore: retryAfterMs === null ? null : at + retryAfterMs }) : null;
    const reason = io.redact((error as Error).name === "TimeoutError" ? `it did not answer within ${sendTimeoutMs / 1000} s` : (error as Error).message);
    settle({ ...tried, status: next === null ? "failed" : "waiting", reason, nextAt: next === null ? null : iso(next) });
    log.warn({ ...about, reason, attempts: tried.attempts, nextAt: next === null ? null : iso(next) }, next === null ? "could not be told, and is given up" : "could not be told; it is tried again");
  }
};

/** A mute that began while it waited holds it back as well, when it holds back all of it. */
const heldBack = ({ alerts }: Delivery, rules: AlertRules, now: number): ReturnType<typeof muteOf> => {
  const mutes = alerts.map((alert) => muteOf(alert, rules.mutes, now));
  return mutes.includes(null) ? null : mutes.flatMap((mute) => mute ?? []).toSorted((a, b) => a.toMs - b.toMs)[0] ?? null;
};

/** What of a muted delivery is still worth telling; null when nothing is. */
const standing = (delivery: Delivery, world: AlertWorld): Delivery | null => {
  const incidents = new Map(incidentsOf(world).map((incident) => [incident.id, incident]));
  const alerts = delivery.alerts.filter((alert) => stillStands(alert, incidents.get(alert.incident) ?? null, wasTold(alert.incident, delivery.channel, world)));
  return alerts.length === 0 ? null : { ...delivery, alerts };
};

/** A delivery that was muted may have gone out without what was over by then. */
const wasTold = (incident: string, channel: string, { deliveries }: AlertWorld): boolean =>
  deliveries.list({ limit: mostLookedAt, status: "delivered", incident, channel }).items.some(({ alerts }) => alerts.some((alert) => alert.incident === incident));

const leftOut = (claimed: Delivery, sent: Delivery): string => {
  const over = claimed.alerts.filter((alert) => !sent.alerts.includes(alert)).map(({ key }) => key);
  return over.length === 0 ? "" : `; not told, for it was over: ${over.join(", ")}`;
};

const iso = (ms: number): string => new Date(ms).toISOString();
