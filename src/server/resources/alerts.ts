import { z } from "zod";
import { channelKindOf } from "../../app/alerts/channel-registry.ts";
import { retryDelivery } from "../../app/alerts/retry-delivery.ts";
import { sendTestAlert } from "../../app/alerts/send-test-alert.ts";
import type { Principal } from "../../core/domain/access.ts";
import { Delivery } from "../../core/domain/alert.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { pageOf, pageQuery } from "../page-query.ts";
import { route } from "../route.ts";

const Query = z.strictObject({ ...pageQuery, status: Delivery.shape.status.optional(), incident: z.string().max(100).optional(), channel: z.string().max(100).optional() });

const list = route({ method: "get", path: "/api/v1/alerts", scope: "read", tag: "alerts", summary: "What was sent to whom, and what became of it, newest first", query: Query, result: pageOf(Delivery) }, ({ query: { limit, after, status, incident, channel }, principal, world }) => {
  const page = world.deliveries.list({ limit, after: after ?? null, status: status ?? null, incident: incident ?? null, channel: channel ?? null });
  const items = page.items.filter((delivery) => mayRead(principal, delivery));
  return { items, next: page.next, total: principal.models === null ? page.total : null };
});

const Channel = z.object({
  name: z.string(),
  kind: z.enum(["alertmanager", "slack", "pagerduty", "smtp", "webhook"]),
  lastDeliveredAt: z.string().nullable(),
  lastFailure: z.object({ at: z.string(), reason: z.string() }).nullable(),
  waiting: z.number().int(),
  failed: z.number().int(),
});

const channels = route({ method: "get", path: "/api/v1/alerts/channels", scope: "read", tag: "alerts", summary: "The channels, and how it goes with each", result: z.object({ items: z.array(Channel) }) }, ({ world }) => {
  const health = new Map(world.deliveries.channels().map((each) => [each.channel, each]));
  return {
    items: Object.entries(world.loaded?.manifest.alerts?.channels ?? {}).map(([name, entry]) => {
      const { lastDeliveredAt = null, lastFailure = null, waiting = 0, failed = 0 } = health.get(name) ?? {};
      return { name, kind: channelKindOf(entry), lastDeliveredAt, lastFailure, waiting, failed };
    }),
  };
});

const test = route(
  { method: "post", path: "/api/v1/alerts/test", scope: "operate", tag: "alerts", summary: "Send a test alert over a channel at once", body: z.strictObject({ channel: z.string().min(1).max(100) }), result: z.object({ channel: z.string(), said: z.string() }) },
  async ({ body: { channel }, principal, world, signal }) => ({ channel, said: (await sendTestAlert(channel, principal.name, world, signal)).said }),
);

const retry = route({ method: "post", path: "/api/v1/alerts/{id}/retry", scope: "operate", tag: "alerts", summary: "Try again at once what failed or waits", params: z.object({ id: z.string().max(100) }), result: Delivery }, ({ params: { id }, principal, world }) => {
  const known = world.deliveries.get(id);
  if (known === null) throw new LockstepError("LS721", { message: `there is no delivery ${id}`, place: id });
  for (const { model } of known.alerts) mustMayModel(principal, model);
  return retryDelivery(id, world);
});

const mayRead = ({ models }: Principal, { alerts }: Delivery): boolean => models === null || alerts.every(({ model }) => model !== null && models.includes(model));

export const alertRoutes = [list, channels, test, retry] as const;
