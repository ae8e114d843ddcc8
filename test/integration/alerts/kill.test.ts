import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { xoshiro128 } from "../../../src/core/random/xoshiro-128.ts";
import { verifyChain } from "../../../src/core/ledger/verify-chain.ts";
import { type MailReceiver, type Received, type Receiver, startMailServer, startReceiver } from "./receivers.ts";
import { type AlertScene, openAlertScene } from "./scene.ts";

const kills = 36;
const leaseMs = 250;
const random = xoshiro128(36);
const env = { PAGER: "routing-key-0123456789", HOOK: "hook-secret-0123456789", SLACK: "" };

let scene: AlertScene;
let [pager, hook, team]: Receiver[] = [];
let mail: MailReceiver;
const receivers = (): Receiver[] => [pager, hook, team].flatMap((each) => each ?? []);

beforeAll(async () => {
  [pager, hook, team] = [await startReceiver(), await startReceiver(), await startReceiver()];
  mail = await startMailServer();
  env.SLACK = `${team.url}/services/T/B/slack-secret-0123456789`;
  scene = await openAlertScene(`  groupWithin: 40ms
  channels:
    pager: {pagerduty: env:PAGER, url: "${pager.url}"}
    hook: {webhook: "${hook.url}/in", secret: env:HOOK}
    team: {slack: env:SLACK}
    mail: {smtp: "${mail.address}", from: lockstep@example.com, to: [ana@example.com]}
`, { env });
});
afterAll(async () => {
  scene.close();
  for (const each of receivers()) await each.close();
  await mail.close();
});

/** A real process that delivers from `go` on; there once it has read its manifest. */
const startChild = async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, "deliver-process/main.ts"), scene.folder, String(leaseMs)], { env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => { said += chunk.toString(); });
  const ended = new Promise<void>((done) => { child.on("close", () => done()); });
  await Promise.race([new Promise<void>((done) => { child.stdout.once("data", () => done()); }), ended]);
  if (child.exitCode !== null) throw new Error(`it ended: ${said}`);
  return { go: () => { child.stdin.write("go\n"); }, kill: () => { child.kill("SIGKILL"); }, ended, said: () => said };
};

const keysOf = {
  pager: ({ json }: Received): string => String(((json["payload"] as { custom_details?: { key?: string } } | undefined)?.custom_details?.key) ?? `${String(json["dedup_key"])} ${String(json["event_action"])}`),
  hook: ({ headers }: Received): string => String(headers["idempotency-key"]),
};
const slackKeys = ({ json }: Received): string[] => (json["blocks"] as { block_id?: string }[]).flatMap(({ block_id = "" }) => (block_id.startsWith("alert ") ? [block_id.slice(6)] : []));
const mailKeys = (): string[] => mail.got.flatMap(({ text }) => (/^X-Lockstep-Alerts: (.*(?:\r\n\s.*)*)/m.exec(text)?.[1] ?? "").split(/\s+/));

/** Every event that is told, from the ledger itself. */
const toldEvents = (): { readonly key: string; readonly incident: string; readonly kind: string }[] =>
  scene.world.store.records("incident").flatMap(({ subject, payload }) => {
    const { incident, event } = payload as unknown as { readonly incident: string; readonly event: { readonly kind: string } };
    return ["opened", "reopened", "escalated", "closed"].includes(event.kind) ? [{ key: subject, incident, kind: event.kind }] : [];
  });

/** Waits for what must come: nothing waits, and the cursor stands at the last event. */
const untilTold = async (): Promise<void> => {
  const last = Math.max(...scene.world.catalogue.entriesAfter(0, 10_000, ["incident"]).map(({ sequence }) => sequence));
  while (scene.world.deliveries.cursor() < last || scene.world.deliveries.nextDue() !== null) await new Promise((done) => { setTimeout(done, 10); });
};

test(`killed ${kills} times before, while and after it sends: each channel is told of each event, the receiver counts it once, and ends follow beginnings`, async () => {
  // What was there before alerts were configured is no news: the cursor begins here.
  await scene.deliver();
  let [inFlight, unsettled] = [0, 0];
  // The next one is made ready while one is at work: most of a process' time goes by before it does anything.
  let next = startChild();
  for (let round = 0; round < kills; round += 1) {
    scene.later(1000);
    scene.look({ subject: `credit/m${round}` }, ...(round > 2 ? [{ subject: `credit/m${round - 2}`, verdict: "pass" as const }] : []), ...(round > 6 ? [{ subject: `credit/m${round - 6}` }] : []));
    const child = await next;
    next = startChild();
    const [receiver] = [receivers()[round % 3]];
    const mode = (["time", "before", "after"] as const)[Math.floor(round / 3) % 3];
    if (receiver === undefined || mode === "time" || mode === undefined) {
      const wait = random.unit() * 250;
      setTimeout(child.kill, wait);
    } else {
      const counted = (): void => {
        if (mode === "before") inFlight += 1;
        else unsettled += 1;
        child.kill();
      };
      receiver[mode] = counted;
    }
    child.go();
    await child.ended;
    if (receiver !== undefined) [receiver.before, receiver.after] = [() => {}, () => {}];
  }
  const last = await next;
  last.go();
  await untilTold();
  last.kill();
  await last.ended;
  expect(last.said()).toBe("");

  const told = toldEvents();
  const keys = told.map(({ key }) => key).toSorted();
  expect(keys.length).toBeGreaterThan(kills * 2);
  expect([...new Set(hook?.got.map(keysOf.hook))].toSorted()).toEqual(keys);
  expect([...new Set(team?.got.flatMap(slackKeys))].toSorted()).toEqual(keys);
  expect([...new Set(mailKeys())].toSorted()).toEqual(keys);
  // PagerDuty counts by incident, and has open what is open here.
  const incidents = [...new Set(told.map(({ incident }) => incident))];
  const final = new Map(pager?.got.map(({ json }) => [String(json["dedup_key"]), json["event_action"]]));
  expect([...final].toSorted()).toEqual(incidents.map((id) => [`lockstep ${id}`, told.findLast(({ incident }) => incident === id)?.kind === "closed" ? "resolve" : "trigger"]).toSorted());
  // The same mail again is the same mail.
  const ids = mail.got.map(({ text }) => `${/^Message-ID: (.*)$/im.exec(text)?.[1]} ${/^X-Lockstep-Alerts: (.*)$/m.exec(text)?.[1]}`);
  expect(new Set(ids).size).toBe(new Set(ids.map((id) => id.split(" ")[0])).size);
  const entered = scene.world.store.records("alert").flatMap(({ payload }) => { const { channel, alerts } = payload as unknown as { readonly channel: string; readonly alerts: readonly { readonly key: string }[] }; return alerts.map(({ key }) => `${channel} ${key}`); });
  expect(entered.toSorted()).toEqual(["hook", "mail", "pager", "team"].flatMap((channel) => keys.map((key) => `${channel} ${key}`)).toSorted());
  expect(verifyChain(scene.world.store.ledger())).toMatchObject({ ok: true });
  expect(inFlight + unsettled).toBeGreaterThan(10);
  const twice = (hook?.got.length ?? 0) - keys.length;
  process.stdout.write(`${kills} kills, ${keys.length} events to 4 channels; ${inFlight} kills while sending, ${unsettled} after sending; the webhook got ${twice} repetitions, known by their key\n`);
});
