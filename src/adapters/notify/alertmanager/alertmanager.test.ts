import { expect, test } from "vitest";
import { exampleAlert, exampleDelivery } from "../../../core/alert/alert.fixture.ts";
import { testNotifier } from "../../../ports/notifier.conformance.ts";
import type { TransportRequest } from "../../../ports/transport.ts";
import { createTransport } from "../../transport/undici/index.ts";
import { alertmanager } from "./index.ts";

testNotifier("Alertmanager", {
  open: (origin) => alertmanager.create({ transport: createTransport({ url: origin }), path: "/behind/", headers: {}, key: "", now: () => Date.now() }),
  keysOf: ({ json }) => (json as readonly { readonly labels: object }[]).map(({ labels }) => JSON.stringify(labels)),
});

test("an incident keeps its labels from opening to end; what has several alerts is told as it stands last; it stands an hour, and ends when it closes", async () => {
  const sent: TransportRequest[] = [];
  const transport = { address: "", close: async () => {}, send: async (request: TransportRequest) => { sent.push(request); return { status: 200, headers: {}, body: new Uint8Array(), latencyMs: 0 }; } };
  const now = Date.parse("2026-10-01T07:00:00Z");
  const notifier = alertmanager.create({ transport, path: "/", headers: {}, key: "", now: () => now });
  const { signal } = new AbortController();
  await notifier.send(exampleDelivery("a", { alerts: [exampleAlert(), exampleAlert({ kind: "escalated", escalatedTo: "on call" })] }), signal);
  await notifier.send(exampleDelivery("b", { alerts: [exampleAlert({ kind: "closed", at: "2026-10-01T06:30:00Z" })] }), signal);
  const [stands, over] = sent.map(({ url, body }) => ({ url, alerts: JSON.parse(String(body)) as { labels: object; startsAt: string; endsAt: string; annotations: object }[] }));
  expect(stands).toMatchObject({ url: "/api/v2/alerts", alerts: [{ startsAt: "2026-10-01T06:00:00.000Z", endsAt: "2026-10-01T08:00:00.000Z", annotations: { escalated_to: "on call" } }] });
  expect(stands?.alerts).toHaveLength(1);
  expect(over?.alerts).toMatchObject([{ labels: stands?.alerts[0]?.labels, startsAt: "2026-10-01T06:00:00.000Z", endsAt: "2026-10-01T07:00:00.000Z" }]);
});
