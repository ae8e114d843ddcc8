import { createHmac } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { startAlertmanager } from "./start-alertmanager.ts";
import { type Received, type Receiver, startMailServer, startReceiver } from "./receivers.ts";
import { type AlertScene, openAlertScene, start } from "./scene.ts";

const minute = 60_000;
const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => { for (const close of closers.splice(0).toReversed()) await close(); });

const receiver = async (): Promise<Receiver> => {
  const made = await startReceiver();
  closers.push(made.close);
  return made;
};
const scene = async (alerts: string, env: Readonly<Record<string, string>> = {}): Promise<AlertScene> => {
  const made = await openAlertScene(alerts, { env: { HOOK: "hook-secret-0123456789", ...env } });
  closers.push(made.close);
  // The first time nothing is there, and the cursor begins.
  await made.deliver();
  return made;
};
/** Keys of what a webhook got, with what it was. */
const told = ({ got }: Receiver): string[] => got.map(({ headers, json }) => `${String(headers["idempotency-key"])} ${String(json["type"]).split(".").at(-1)}`);
const hookOf = (name: string, { url }: Receiver): string => `    ${name}: {webhook: "${url}/in", secret: env:HOOK}\n`;

describe("what each channel gets", () => {
  test("Alertmanager has the incident while it stands, also after a restart, and no longer when it is over", async () => {
    const manager = await startAlertmanager();
    closers.push(manager.stop);
    const { look, deliver, later, now, world } = await scene(`  channels:\n    am: {alertmanager: "${manager.url}/"}\n`);
    // It judges by its own clock.
    later(Date.now() - now());
    look({ subject: "credit/precision" }, { subject: "fraud/recall", title: "recall\nof {fraud} \"holds\"" });
    await deliver(true);
    const labels = { alertname: "LockstepIncident", model: "credit", severity: "high", subject: "credit/precision", incident: "INC-2026-0001" };
    const byIncident = async () => (await manager.alerts()).toSorted((a, b) => String(a.labels["incident"]).localeCompare(String(b.labels["incident"])));
    const year = new Date(now()).getUTCFullYear();
    const first = await byIncident();
    expect(first).toMatchObject([{ labels: { ...labels, incident: `INC-${year}-0001` }, annotations: { description: "precision lies below its corridor", agreed_consequence: "roll back", owner: "Ana" }, generatorURL: `https://lockstep.example.com/incidents/INC-${year}-0001` }, { labels: { subject: "fraud/recall" }, annotations: { summary: 'recall of {fraud} "holds"' } }]);
    expect(Date.parse(first[0]?.startsAt ?? "")).toBe(now());
    await manager.restart();
    expect(await manager.alerts()).toEqual([]);
    later(Date.now() - now());
    await deliver();
    expect((await byIncident()).map((each) => [each.labels, each.startsAt])).toEqual(first.map((each) => [each.labels, each.startsAt]));
    look({ subject: "credit/precision", verdict: "pass" }, { subject: "fraud/recall" });
    await deliver(true);
    expect((await byIncident()).map((each) => each.labels["subject"])).toEqual(["fraud/recall"]);
    expect(world.deliveries.list({ limit: 9 }).items.map(({ status }) => status)).toEqual(["delivered", "delivered"]);
  });

  test("PagerDuty is triggered, triggered again when it is carried on, quietened when somebody knows, and resolved", async () => {
    const pager = await receiver();
    const { look, deliver, later, act, escalate } = await scene(`  channels:\n    pager: {pagerduty: env:PAGER, url: "${pager.url}"}\n`, { PAGER: "routing-key-0123456789" });
    look({ severity: "critical" });
    await deliver(true);
    later(61 * minute);
    escalate();
    await deliver(true);
    act("1", { kind: "acknowledged", note: "rolling back" });
    await deliver(true);
    later(minute);
    act("1", { kind: "closed", why: "rolled back" });
    await deliver(true);
    expect(pager.got.map(({ path, json }) => [path, json["event_action"], json["dedup_key"], json["routing_key"]])).toEqual(["trigger", "trigger", "acknowledge", "resolve"].map((action) => ["/v2/enqueue", action, "lockstep INC-2026-0001", "routing-key-0123456789"]));
    expect(pager.got[1]?.json["payload"]).toMatchObject({ severity: "critical", component: "credit", summary: expect.stringContaining("escalated to on call"), custom_details: { key: "INC-2026-0001/2", "escalated to": "on call" } });
  });

  test("Slack gets plain text, a button, and a fallback in which nothing is markup", async () => {
    const team = await receiver();
    const { look, deliver } = await scene("  channels:\n    team: {slack: env:SLACK}\n", { SLACK: `${team.url}/services/T/B/slack-secret?x=1` });
    look({ title: "<!channel> *precision* & <https://evil|more>\n\u202Eend", sentence: "it fell" });
    await deliver(true);
    const { path, json } = team.got[0] as Received;
    expect(path).toBe("/services/T/B/slack-secret?x=1");
    expect(json["text"]).toBe("high, opened: &lt;!channel&gt; *precision* &amp; &lt;https://evil|more&gt; end (INC-2026-0001)");
    expect(json["blocks"]).toMatchObject([{ block_id: "alert INC-2026-0001/1", text: { type: "plain_text" }, accessory: { type: "button", url: "https://lockstep.example.com/incidents/INC-2026-0001" } }, { fields: expect.arrayContaining([{ type: "plain_text", text: "owner: Ana", emoji: false }]) }]);
    expect(JSON.stringify(json)).not.toContain("mrkdwn");
  });

  test("a webhook gets a signed CloudEvent", async () => {
    const hook = await receiver();
    const { look, deliver, now } = await scene(`  channels:\n${hookOf("hook", hook)}`);
    look({});
    await deliver(true);
    const { headers, text, json } = hook.got[0] as Received;
    expect(headers["content-type"]).toBe("application/cloudevents+json; charset=utf-8");
    expect(json).toMatchObject({ specversion: "1.0", id: "INC-2026-0001/1", source: "https://lockstep.example.com", type: "io.lockstep.incident.opened", subject: "INC-2026-0001", time: new Date(now()).toISOString(), data: { severity: "high", model: "credit", consequence: "roll-back" } });
    expect(headers["x-lockstep-signature"]).toBe(`sha256=${createHmac("sha256", "hook-secret-0123456789").update(`${String(headers["x-lockstep-timestamp"])}.${text}`).digest("hex")}`);
    expect(Number(headers["x-lockstep-timestamp"])).toBe(Math.floor(start / 1000));
  });

  test("mail is one thread for each incident, the same mail when it is sent again, and no header is anybody's but ours", async () => {
    const mail = await startMailServer({ user: "lockstep", password: "mail-secret-0123456789" });
    closers.push(mail.close);
    const { look, deliver, act, world, later } = await scene(`  channels:\n    mail: {smtp: "${mail.address}", from: "Lockstep <lockstep@example.com>", to: [ana@example.com, ben@example.com], user: lockstep, password: env:MAIL}\n`, { MAIL: "mail-secret-0123456789" });
    mail.refuse = 451;
    look({ title: "precision\r\nBcc: everybody@example.com\r\n\r\n<script>alert(1)</script>" });
    await deliver(true);
    expect(world.deliveries.list({ limit: 1 }).items[0]).toMatchObject({ status: "waiting", reason: expect.stringContaining("451 not now") });
    mail.refuse = null;
    later(10 * minute);
    await deliver();
    act("1", { kind: "closed", why: "mended" });
    await deliver(true);
    const [opened = "", closed = ""] = mail.got.map(({ text }) => text.replaceAll(/\r\n[ \t]+/g, " "));
    const header = (text: string, name: string): string => new RegExp(`^${name}: (.*)$`, "im").exec(text.split("\r\n\r\n")[0] ?? "")?.[1] ?? "";
    expect(mail.got.map(({ to }) => to)).toEqual([["ana@example.com", "ben@example.com"], ["ana@example.com", "ben@example.com"]]);
    expect(header(opened, "bcc")).toBe("");
    expect(header(opened, "subject")).toContain("Bcc: everybody@example.com <script>");
    expect(opened).toContain("&lt;script&gt;");
    expect([header(opened, "references"), header(closed, "references")]).toEqual(Array.from({ length: 2 }, () => "<INC-2026-0001.lockstep@example.com>"));
    expect(header(opened, "message-id")).toBe(`<${world.deliveries.list({ limit: 2 }).items[1]?.id ?? ""}.lockstep@example.com>`);
  });
});

describe("who is told when", () => {
  test("what comes close together goes out together, once it is complete; routes decide to whom; the end is told too", async () => {
    const [all, severe, costly] = [await receiver(), await receiver(), await receiver()];
    const { look, deliver, later, world } = await scene(`  channels:\n${hookOf("all", all)}${hookOf("severe", severe)}${hookOf("credit", costly)}  routes:\n    - {to: [all]}\n    - {to: [severe], severity: critical}\n    - {to: [credit], models: [credit], kinds: [opened]}\n`);
    look({ severity: "critical" });
    later(20_000);
    look({ subject: "fraud/recall", severity: "low" });
    await deliver();
    expect([told(all), told(severe)]).toEqual([[], []]);
    later(10_000);
    await deliver();
    expect(world.deliveries.list({ limit: 9, channel: "all" }).items.map(({ alerts }) => alerts.length)).toEqual([2]);
    look({ verdict: "pass" });
    await deliver(true);
    expect(told(all)).toEqual(["INC-2026-0001/1 opened", "INC-2026-0002/1 opened", "INC-2026-0001/4 closed"]);
    expect(told(severe)).toEqual(["INC-2026-0001/1 opened", "INC-2026-0001/4 closed"]);
    expect(told(costly)).toEqual(["INC-2026-0001/1 opened"]);
  });

  test("a channel that is down holds up no other, and is told once it is back, in order; the ledger says when", async () => {
    const [up, down] = [await receiver(), await receiver()];
    const { look, deliver, later, world, now } = await scene(`  channels:\n${hookOf("up", up)}${hookOf("down", down)}`);
    await down.down();
    look({});
    await deliver(true);
    later(minute);
    down.answer = () => ({ status: 503, headers: { "retry-after": "120" }, body: "hook-secret-0123456789 is wrong" });
    await down.up();
    await deliver();
    expect([told(up), told(down)]).toEqual([["INC-2026-0001/1 opened"], []]);
    const [waiting] = world.deliveries.list({ limit: 1, channel: "down" }).items;
    expect(waiting).toMatchObject({ status: "waiting", attempts: 2, reason: "it answered 503 *** is wrong", nextAt: new Date(now() + 2 * minute).toISOString() });
    look({ verdict: "pass" });
    down.answer = () => ({ status: 202 });
    await deliver(true);
    expect([told(up).length, told(down)]).toEqual([2, []]);
    later(2 * minute);
    await deliver();
    expect(told(down)).toEqual(["INC-2026-0001/1 opened", "INC-2026-0001/4 closed"]);
    expect(world.store.records("alert").map(({ payload }) => payload)).toContainEqual(expect.objectContaining({ channel: "down", attempts: 3, raisedAt: new Date(start).toISOString(), deliveredAt: new Date(now()).toISOString(), alerts: [expect.objectContaining({ key: "INC-2026-0001/1", kind: "opened" })] }));
  });

  test("a refusal and a redirect are failures at once; what is tried in vain for a day is given up; both are seen", async () => {
    const [refuses, sends, breaks] = [await receiver(), await receiver(), await receiver()];
    refuses.answer = () => ({ status: 400, body: "no such field" });
    sends.answer = () => ({ status: 307, headers: { location: `${refuses.url}/elsewhere` } });
    breaks.answer = () => ({ status: 500 });
    const { look, deliver, later, world } = await scene(`  channels:\n${hookOf("refuses", refuses)}${hookOf("sends", sends)}${hookOf("breaks", breaks)}`);
    look({});
    await deliver(true);
    const state = (channel: string): unknown => world.deliveries.list({ limit: 1, channel }).items.map(({ status, attempts, reason }) => [status, attempts, reason])[0];
    expect([state("refuses"), state("sends"), state("breaks")]).toEqual([["failed", 1, "it answered 400 no such field"], ["failed", 1, "it answered 307 and sends elsewhere, which is not followed"], ["waiting", 1, "it answered 500 ok"]]);
    for (let hours = 0; hours <= 24; hours += 1) {
      later(60 * minute);
      await deliver();
    }
    expect(state("breaks")).toEqual(["failed", 25, "it answered 500 ok"]);
  });

  test("while it is muted nothing is sent; when the mute ends, what still stands is told", async () => {
    const hook = await receiver();
    const { look, deliver, later, world } = await scene(`  channels:\n${hookOf("hook", hook)}  mute:\n    - {from: "2026-10-01T06:00:00Z", to: "2026-10-01T08:00:00Z", models: [credit], reason: moving}\n`);
    look({}, { subject: "credit/volume" }, { subject: "fraud/recall" });
    await deliver(true);
    expect(told(hook)).toEqual(["INC-2026-0003/1 opened"]);
    expect(world.deliveries.list({ limit: 9, status: "muted" }).items.map(({ reason, nextAt }) => [reason, nextAt])).toEqual([["muted until 2026-10-01T08:00:00.000Z: moving", "2026-10-01T08:00:00.000Z"]]);
    later(60 * minute);
    look({ verdict: "pass" });
    await deliver(true);
    later(60 * minute);
    await deliver();
    expect(told(hook)).toEqual(["INC-2026-0003/1 opened", "INC-2026-0002/1 opened"]);
    // What opened and closed in silence is told to nobody, and why stands there.
    expect(world.deliveries.list({ limit: 9, status: "muted" }).items.map(({ reason, nextAt }) => [reason, nextAt])).toEqual([["muted until 2026-10-01T08:00:00.000Z: moving; it was over before that, and is not told", null]]);
  });

  test("what was there before alerts were agreed on comes as one summary of what is open", async () => {
    const hook = await receiver();
    const made = await openAlertScene(`  channels:\n${hookOf("hook", hook)}`, { env: { HOOK: "hook-secret-0123456789" } });
    closers.push(made.close);
    made.look({}, { subject: "fraud/recall" }, { subject: "fraud/volume" });
    made.later(minute);
    made.look({ verdict: "pass" });
    await made.deliver();
    expect(told(hook)).toEqual(["INC-2026-0002/1 opened", "INC-2026-0003/1 opened"]);
    expect(made.world.deliveries.list({ limit: 9 }).items).toHaveLength(1);
    made.later(minute);
    made.look({});
    await made.deliver(true);
    expect(told(hook).slice(2)).toEqual(["INC-2026-0001/5 reopened"]);
  });

  test("a secret that leads nowhere holds up its channel alone, and no secret is written anywhere", async () => {
    const hook = await receiver();
    const { look, deliver, world, log } = await scene(`  channels:\n${hookOf("hook", hook)}    team: {slack: env:NOT_THERE}\n`);
    look({});
    await deliver(true);
    expect(told(hook)).toHaveLength(1);
    expect(world.deliveries.list({ limit: 1, channel: "team" }).items[0]).toMatchObject({ status: "waiting", reason: "the environment variable NOT_THERE is not set" });
    expect(log.join("\n")).toContain("NOT_THERE");
    expect(`${log.join("\n")}${JSON.stringify([world.deliveries.list({ limit: 9 }), world.store.records("alert")])}`).not.toContain("hook-secret");
  });
});
