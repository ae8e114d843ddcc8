import { afterEach, expect, test } from "vitest";
import { recordLook } from "../../../src/app/incident/record-look.ts";
import { deliverDue } from "../../../src/app/alerts/deliver-alerts.ts";
import { defaultIncidentPolicy } from "../../../src/core/incident/incident-policy.ts";
import { exampleFinding, lookOf } from "../../../src/core/incident/incident.fixture.ts";
import { newServerWorld, type TestServer } from "../../../src/server/server-world.fixture.ts";
import { type Receiver, startReceiver } from "./receivers.ts";

let server: TestServer | null = null;
let hook: Receiver | null = null;
afterEach(async () => {
  server?.close();
  await hook?.close();
});

const secret = "hook-secret-0123456789";

const opened = async (): Promise<{ readonly server: TestServer; readonly hook: Receiver; ask(path: string, headers: Readonly<Record<string, string>>, body?: unknown): Promise<{ readonly status: number; readonly json: ReturnType<typeof JSON.parse> }> }> => {
  const receiver = await startReceiver();
  hook = receiver;
  const made = await newServerWorld({ env: { HOOK: secret, SLACK: `${receiver.url}/services/slack-secret-0123456789` }, manifest: `version: 1\nmodels: {credit: {golden: {key: id}}, fraud: {golden: {key: id}}}\nalerts: {channels: {hook: {webhook: "${receiver.url}/in", secret: env:HOOK}, team: {slack: env:SLACK}}}\n` });
  server = made;
  const ask = async (path: string, headers: Readonly<Record<string, string>>, body?: unknown) => {
    const response = await made.fetch(path, body === undefined ? { headers } : { method: "POST", headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) });
    return { status: response.status, json: await response.json() };
  };
  return { server: made, hook: receiver, ask };
};

/** Opens INC-2026-0001 about credit, 0002 about fraud, 0003 about an environment. */
const look = ({ world }: TestServer, day = 0, verdict: "fail" | "pass" = "fail"): void => {
  const findings = [exampleFinding({ verdict }), exampleFinding({ subject: "fraud/recall", verdict, severity: "low" }), exampleFinding({ subject: "fingerprint production", kind: "review", verdict: verdict === "fail" ? "warn" : "pass" })];
  recordLook(world.store, { ...lookOf(day, verdict), findings }, { ...defaultIncidentPolicy, closeAfter: 1 }, "ana");
};

test("incidents are listed in pages, filtered, shown, and acted on under the name of whoever asks", async () => {
  const { server: made, ask } = await opened();
  look(made);
  const [viewer, operator] = [made.as("viewer"), made.as("operator")];
  const ids = async (query: string): Promise<[string[], string | null, number]> => { const { json } = await ask(`/api/v1/incidents?${query}`, viewer); return [json.items.map(({ id }: { id: string }) => id), json.next, json.total]; };
  expect(await ids("limit=2")).toEqual([["INC-2026-0003", "INC-2026-0002"], "INC-2026-0002", 3]);
  expect(await ids("limit=2&after=INC-2026-0002")).toEqual([["INC-2026-0001"], null, 3]);
  expect([(await ids("model=fraud"))[0], (await ids("kind=review"))[0], (await ids("severity=high&kind=departure"))[0], (await ids("status=closed"))[2]]).toEqual([["INC-2026-0002"], ["INC-2026-0003"], ["INC-2026-0001"], 0]);

  expect((await ask("/api/v1/incidents/1/acknowledge", viewer, {})).status).toBe(403);
  const known = await ask("/api/v1/incidents/1/acknowledge", operator, { note: "rolling back" });
  expect(known).toMatchObject({ status: 200, json: { id: "INC-2026-0001", status: "acknowledged", model: "credit" } });
  expect(await ask("/api/v1/incidents/1/acknowledge", operator, {})).toMatchObject({ status: 409, json: { code: "LS731" } });
  for (const [act, body] of [["assign", { to: "Cem" }], ["comment", { note: "late source" }], ["judge", { alarm: "confirmed" }], ["close", { why: "mended" }]] as const) expect((await ask(`/api/v1/incidents/INC-2026-0001/${act}`, operator, body)).status).toBe(200);
  const { json } = await ask("/api/v1/incidents/1", viewer);
  const by = (known.json.events as { by?: string }[]).at(-1)?.by ?? "";
  expect(by).not.toBe("");
  expect(json).toMatchObject({ status: "closed", owner: { name: "Cem" }, alarm: "confirmed", wayBack: [] });
  expect((json.told as { words: string }[]).slice(1).map(({ words }) => words)).toEqual([`${by} acknowledged it: rolling back`, `${by} assigned it to Cem`, `${by}: late source`, `${by} confirmed the alarm`, `closed by ${by}: mended`]);
  expect(await ask("/api/v1/incidents/1/close", operator, { why: "again" })).toMatchObject({ status: 409, json: { code: "LS731" } });
  expect([(await ask("/api/v1/incidents/99", viewer)).status, (await ask("/api/v1/incidents/2/close", operator, { why: " " })).status]).toEqual([404, 400]);
  // Another process writes into the same store: it is seen at once.
  look(made, 1);
  expect((await ask("/api/v1/incidents/1", viewer)).json.status).toBe("closed");
  look(made, 60);
  expect((await ids("model=credit"))[0]).toEqual(["INC-2026-0004", "INC-2026-0001"]);
});

test("a token for one model sees and changes no other's", async () => {
  const { server: made, ask } = await opened();
  look(made);
  await deliverDue({ ...made.world, holder: "test" }, new AbortController().signal);
  const token = made.token(["read", "operate"], ["fraud"]);
  expect((await ask("/api/v1/incidents", token)).json.items).toMatchObject([{ id: "INC-2026-0002" }]);
  expect([(await ask("/api/v1/incidents/1", token)).status, (await ask("/api/v1/incidents/INC-2026-0001", token)).status, (await ask("/api/v1/incidents/INC-2026-0003/comment", token, { note: "x" })).status, (await ask("/api/v1/incidents/2/comment", token, { note: "x" })).status]).toEqual([404, 403, 403, 200]);
  expect((await ask("/api/v1/alerts", token)).json.items).toEqual([]);
});

test("alerts are listed with what became of them, channels with how it goes; a test says what the receiver answered", async () => {
  const { server: made, hook: receiver, ask } = await opened();
  const [viewer, operator] = [made.as("viewer"), made.as("operator")];
  await deliverDue({ ...made.world, holder: "test" }, new AbortController().signal);
  look(made);
  receiver.answer = ({ path }) => ({ status: path === "/in" ? 400 : 200, body: `${secret}: no` });
  await deliverDue({ ...made.world, holder: "test" }, new AbortController().signal);
  const { json } = await ask("/api/v1/alerts", viewer);
  expect(json.items).toMatchObject([{ channel: "team", status: "delivered" }, { channel: "hook", status: "failed", reason: "it answered 400 ***: no" }]);
  expect((await ask("/api/v1/incidents/1", viewer)).json.alerts).toHaveLength(2);
  const channels = await ask("/api/v1/alerts/channels", viewer);
  expect(channels.json.items).toMatchObject([{ name: "hook", kind: "webhook", lastDeliveredAt: null, lastFailure: { reason: "it answered 400 ***: no" }, failed: 1 }, { name: "team", kind: "slack", lastDeliveredAt: expect.any(String), lastFailure: null }]);
  expect(await ask("/api/v1/alerts/test", operator, { channel: "hook" })).toMatchObject({ status: 502, json: { code: "LS720", message: "it answered 400 ***: no" } });
  expect(await ask("/api/v1/alerts/test", operator, { channel: "hok" })).toMatchObject({ status: 404, json: { code: "LS721", todo: "Did you mean hook?" } });
  expect((await ask("/api/v1/alerts/test", viewer, { channel: "hook" })).status).toBe(403);
  receiver.answer = () => ({ status: 200 });
  expect(await ask("/api/v1/alerts/test", operator, { channel: "hook" })).toMatchObject({ status: 200, json: { channel: "hook", said: "200 ok" } });

  const failed = json.items[1].id as string;
  expect((await ask(`/api/v1/alerts/${failed}/retry`, operator, {})).json).toMatchObject({ id: failed, status: "waiting" });
  await deliverDue({ ...made.world, holder: "test" }, new AbortController().signal);
  expect((await ask("/api/v1/alerts?status=delivered&channel=hook", viewer)).json.items).toMatchObject([{ id: failed, attempts: 2 }]);
  expect([(await ask(`/api/v1/alerts/${failed}/retry`, operator, {})).status, (await ask("/api/v1/alerts/nothing/retry", operator, {})).status]).toEqual([404, 404]);
  expect(JSON.stringify([json, channels])).not.toContain("secret-0123456789");
});
