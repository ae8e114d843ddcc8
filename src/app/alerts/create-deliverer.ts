import { randomUUID } from "node:crypto";
import { deliverOne, sendTimeoutMs } from "./deliver-one.ts";
import type { AlertRules } from "../../core/alert/alert-rules.ts";
import type { Alert } from "../../core/domain/alert.ts";
import type { AlertsEntry } from "../../core/domain/manifest.ts";
import type { Notifier } from "../../ports/notifier.ts";
import { sinceOpened } from "../../core/incident/transition.ts";
import { incidentsOf } from "../incident/incidents-of.ts";
import type { AlertWorld } from "./alert-world.ts";
import { openChannel } from "./open-channel.ts";

/** How often what stands is said again to who forgets it: Alertmanager's own clients do so every minute. */
const repeatEveryMs = 60_000;

/** Alerts of one repetition; a receiver takes so many at once. */
const mostRepeated = 100;

/** Sends what is due on its channels. */
export interface Deliverer {
  /** Everything that is due for a channel now, one after the other; then what stands, where it has to be repeated. */
  drain(channel: string, signal: AbortSignal): Promise<void>;
  /** Gives up what waits for a channel that is no longer in the manifest, once its time is over. */
  dropOrphans(): void;
  close(): Promise<void>;
}

export const createDeliverer = ({ channels }: AlertsEntry, rules: AlertRules, around: AlertWorld): Deliverer => {
  // Two containers may both be process 1.
  const world: AlertWorld = { ...around, holder: `${around.holder} ${randomUUID()}` };
  const { deliveries, clock, holder, leaseMs = 2 * sendTimeoutMs, log } = world;
  const opened = new Map<string, Notifier>();
  const repeated = new Map<string, number>();
  const open = async (name: string): Promise<Notifier> => {
    const known = opened.get(name);
    const entry = channels[name];
    if (known !== undefined) return known;
    if (entry === undefined) throw new Error(`${name} is no channel`);
    // Opened anew until it can be: a secret's file may come later.
    const notifier = await openChannel(name, entry, world);
    opened.set(name, notifier);
    return notifier;
  };
  const repeat = async (name: string, signal: AbortSignal): Promise<void> => {
    const entry = channels[name];
    if (entry === undefined || !("alertmanager" in entry)) return;
    const last = repeated.get(name);
    if (last !== undefined && clock.monotonic() - last < repeatEveryMs) return;
    repeated.set(name, clock.monotonic());
    const alerts = toldAndStanding(name, world);
    try {
      for (let from = 0; from < alerts.length; from += mostRepeated) await (await open(name)).repeat?.(alerts.slice(from, from + mostRepeated), AbortSignal.any([signal, AbortSignal.timeout(sendTimeoutMs)]));
    } catch (error) {
      if (!signal.aborted) log.warn({ channel: name, reason: world.io.redact((error as Error).message) }, "what stands could not be repeated");
    }
  };
  return {
    drain: async (channel, signal) => {
      while (!signal.aborted) {
        const [delivery] = deliveries.claim(holder, clock.now(), leaseMs, 1, channel);
        if (delivery === undefined) break;
        await deliverOne(delivery, () => open(channel), rules, world, signal);
      }
      if (!signal.aborted) await repeat(channel, signal);
    },
    dropOrphans: () => {
      for (const { channel, waiting } of deliveries.channels()) {
        if (waiting === 0 || channels[channel] !== undefined) continue;
        const now = clock.now();
        for (const each of deliveries.claim(holder, now, leaseMs, 100, channel)) {
          const over = now >= Date.parse(each.createdAt) + rules.retryForMs;
          deliveries.settle(holder, { ...each, status: over ? "failed" : "waiting", reason: `the channel ${channel} is not in the manifest`, nextAt: over ? null : new Date(now + repeatEveryMs).toISOString() });
        }
      }
    },
    close: async () => { for (const notifier of opened.values()) await notifier.close(); },
  };
};

/** Open incidents that the channel was told of, each as it was told last. */
const toldAndStanding = (channel: string, world: AlertWorld): Alert[] =>
  incidentsOf(world).flatMap((incident) => {
    if (incident.status === "closed") return [];
    const told = world.deliveries.list({ limit: 10, status: "delivered", incident: incident.id, channel }).items.flatMap(({ alerts }) => alerts.findLast((alert) => alert.incident === incident.id) ?? [])[0];
    // What was opened again, and is muted or not told yet, is not told by a repetition.
    return told !== undefined && told.kind !== "closed" && told.startedAt === sinceOpened(incident.events)[0]?.at ? [told] : [];
  });
