import type { Alert, Delivery } from "../domain/alert.ts";
import type { Severity } from "../domain/verdict.ts";
import { sha256 } from "../ledger/sha256.ts";
import type { AlertRoute, AlertRules, Mute } from "./alert-rules.ts";

/** As many as a person reads at once, and as a channel takes in one go. */
const mostTogether = 25;

const worstFirst: readonly Severity[] = ["critical", "high", "medium", "low", "info"];

/** What a group of alerts comes to: each alert once, to the channels whose routes fit, what is muted apart. `now` in ms. */
export const planDeliveries = (alerts: readonly Alert[], rules: AlertRules, now: number): Delivery[] => {
  const distinct = [...new Map(alerts.map((alert) => [alert.key, alert])).values()];
  return rules.channels.flatMap((channel) => {
    const told = distinct.filter((alert) => (alert.kind !== "acknowledged" || channel.acknowledgements) && isFor(alert, channel.name, rules.routes));
    const spoken = told.filter((alert) => muteOf(alert, rules.mutes, now) === null);
    // Every end of a mute has its own delivery: what ends earlier is told earlier.
    const muted = Map.groupBy(told.filter((alert) => !spoken.includes(alert)), (alert) => muteOf(alert, rules.mutes, now));
    return [
      ...inParts(spoken).map((part) => deliveryOf(channel.name, part, now, null)),
      ...[...muted].flatMap(([mute, part]) => inParts(part).map((each) => deliveryOf(channel.name, each, now, mute))),
    ];
  });
};

/** The mute that an alert falls into, of several the one that ends last; null when it may be told. */
export const muteOf = ({ model }: Pick<Alert, "model">, mutes: readonly Mute[], now: number): Mute | null =>
  mutes.filter(({ fromMs, toMs, models }) => fromMs <= now && now < toMs && (models === null || (model !== null && models.includes(model)))).toSorted((a, b) => b.toMs - a.toMs)[0] ?? null;

/** Why something is muted, for lists. */
export const muteWords = ({ reason, toMs }: Mute): string => `muted until ${new Date(toMs).toISOString()}: ${reason}`;

const isFor = (alert: Alert, channel: string, routes: readonly AlertRoute[] | null): boolean => routes === null || routes.some((route) => route.to.includes(channel) && fits(alert, route));

/** An acknowledgement is no news of its own: it goes where its incident went. */
const fits = ({ severity, model, impact, kind }: Alert, route: AlertRoute): boolean =>
  (route.severity === null || worstFirst.indexOf(severity) <= worstFirst.indexOf(route.severity)) &&
  (route.perDay === null || (impact !== null && impact.perDay >= route.perDay)) &&
  (route.models === null || (model !== null && route.models.includes(model))) &&
  (route.kinds === null || kind === "acknowledged" || route.kinds.includes(kind));

const inParts = (alerts: readonly Alert[]): Alert[][] => Array.from({ length: Math.ceil(alerts.length / mostTogether) }, (_, part) => alerts.slice(part * mostTogether, (part + 1) * mostTogether));

/** The same alerts to the same channel are the same delivery, whoever makes it. */
const deliveryOf = (channel: string, alerts: readonly Alert[], now: number, mute: Mute | null): Delivery => ({
  id: sha256(JSON.stringify([channel, ...alerts.map(({ key }) => key)])).slice(0, 32), channel, alerts: [...alerts], status: mute === null ? "waiting" : "muted", reason: mute === null ? null : muteWords(mute),
  attempts: 0, triedAt: null, createdAt: new Date(now).toISOString(), nextAt: new Date(mute === null ? now : mute.toMs).toISOString(), deliveredAt: null,
});
