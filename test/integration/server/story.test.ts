import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openScene, type Scene } from "../agreed/scene.ts";
import { type Receiver, startReceiver } from "../alerts/receivers.ts";
import { type Served, startServed } from "./served.ts";

/** One day of a team, with one store, one server and the command line beside it: each test goes on where the one before it ended. */
let scene: Scene;
let receiver: Receiver;
let served: Served;

const scores = (shift: number): string => `id,score\n${Array.from({ length: 200 }, (_, row) => `${row},${(((row * 37) % 100) / 100 + shift).toFixed(4)}`).join("\n")}\n`;

beforeAll(async () => {
  scene = openScene();
  receiver = await startReceiver();
  scene.put("staging.csv", scores(0));
  scene.put("production.csv", scores(0));
  scene.put("lockstep.yaml", `version: 1
models:
  credit: {golden: {key: id}, tolerances: {default: {absolute: 0.001}}, author: "Ada Lovelace <ada@example.com>", owner: {name: Ada Lovelace}}
environments:
  staging: {target: staging.csv}
  production: {target: production.csv}
compare: [{reference: staging, candidate: production}]
watch: {check: "* * * * *"}
alerts:
  groupWithin: 0s
  channels: {team: {webhook: "${receiver.url}/in", secret: "env:HOOK_SECRET"}}
policy:
  approvals: {waiver: {functions: {compliance: 1}}}
  people: {"Cem Kaya": [compliance], "Ada Lovelace": [compliance]}
`);
  served = await startServed(scene.folder, { args: ["--quiet", "--watch"], env: { HOOK_SECRET: "hook-secret-of-the-team" } });
});
afterAll(async () => {
  await served.stop();
  await receiver.close();
  scene.close();
});

const ask = async <T>(path: string, body?: unknown): Promise<T> => {
  const answer = await served.ask(path, body === undefined ? {} : { method: "POST", body });
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
};

interface Gate {
  readonly verdict: string;
}
const gate = (): Promise<Gate> => ask<Gate>("/gates/argo/credit/production");
/** What Flagger asks during one rollout. */
const flagger = async (hook: string): Promise<number> =>
  (await served.ask(`/gates/flagger/${hook}`, { method: "POST", body: { name: "credit", namespace: "risk", phase: "Progressing", checksum: "7d9f", metadata: { model: "credit", environment: "production" } } })).status;
const kindsTold = (): string[] => receiver.got.map(({ json }) => String(json["type"]).split(".").at(-1) ?? "");

test("production is as staging: every list says so, and the gate lets it through", async () => {
  const { code, stderr } = await scene.lockstep("check");
  expect(code, stderr).toBe(0);
  const { items: states } = await ask<{ readonly items: readonly { readonly runs: readonly { readonly verdict: string; readonly decision: string }[] }[] }>("/api/v1/states");
  expect(states).toMatchObject([{ model: "credit", environment: "production", since: null }]);
  // The watch may have looked as well by then.
  expect(new Set(states[0]?.runs.map(({ verdict, decision }) => `${verdict} ${decision}`))).toEqual(new Set(["pass proceed"]));
  expect(await gate()).toMatchObject({ verdict: "pass" });
  expect([await flagger("confirm-rollout"), await flagger("rollback")]).toEqual([200, 409]);
});

test("production leaves: the watch beside the server opens an incident, the team is told once, the gate closes", async () => {
  scene.put("production.csv", scores(0.2));
  // A check is due at the beginning of each minute.
  await vi.waitFor(() => expect(kindsTold()).toEqual(["opened"]), { timeout: 400_000, interval: 200 });
  expect(await ask("/api/v1/incidents")).toMatchObject({ items: [{ status: "open", owner: { name: "Ada Lovelace" } }] });
  expect(await gate()).toMatchObject({ verdict: "fail" });
  expect([await flagger("rollout"), await flagger("rollback")]).toEqual([409, 200]);
  const acknowledged = await ask<{ readonly id: string; readonly status: string }>("/api/v1/incidents/INC-2026-0001/acknowledge".replace("2026", String(new Date().getUTCFullYear())), { note: "we know the cause" });
  expect(acknowledged.status).toBe("acknowledged");
});

test("who built it cannot accept it; who may, can, in the name of a function; then it counts as a warning", async () => {
  const [failing] = (await ask<{ readonly items: readonly { readonly id: string }[] }>("/api/v1/findings?verdict=fail&model=credit")).items;
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
  const request = await ask<{ readonly id: string; readonly status: string }>("/api/v1/waivers", { model: "credit", environment: "production", finding: "parity*", expiresAt, owner: "Ada Lovelace", reason: "the shift is the new calibration; recalibrated on Monday" });
  expect([failing?.id, request.status]).toEqual([expect.stringContaining("parity"), "open"]);
  const own = await served.ask(`/api/v1/requests/${request.id}/approve`, { method: "POST", body: {} });
  expect([own.status, await own.json()]).toMatchObject([403, { code: "LS730" }]);
  const author = await scene.lockstep("request", "approve", request.id, "--by", "Ada Lovelace");
  expect([author.code, author.stderr]).toEqual([1, expect.stringContaining("LS730")]);
  const approved = await scene.lockstep("request", "approve", request.id, "--by", "Cem Kaya", "--as", "compliance", "--note", "looked at the calibration");
  expect([approved.code, approved.stderr]).toEqual([0, expect.not.stringContaining("error")]);
  expect(await ask("/api/v1/waivers")).toMatchObject({ items: [{ inForce: true, approvedBy: ["Cem Kaya (compliance)"] }] });
  const { code } = await scene.lockstep("check");
  const run = await scene.run();
  expect([code, run.verdict, run.findings.filter(({ waived }) => waived !== undefined).length > 0]).toEqual([0, "warn", true]);
});

test("an auditor gets one file that says all of it, and a changed byte in it is found", async () => {
  expect((await scene.lockstep("keys", "new", "--out", "team")).code).toBe(0);
  const made = await scene.lockstep("evidence", "export", "--model", "credit", "--key", "file:team.private.pem", "-o", "credit.zip");
  expect(made.code, made.stderr).toBe(0);
  const verified = await scene.lockstep("verify", "credit.zip", "--trusted-key", "team.public.pem");
  expect([verified.code, verified.stderr], verified.stdout).toEqual([0, ""]);
  const bytes = readFileSync(join(scene.folder, "credit.zip"));
  const at = Math.floor(bytes.length / 2);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(join(scene.folder, "changed.zip"), bytes);
  const changed = await scene.lockstep("verify", "changed.zip", "--trusted-key", "team.public.pem");
  expect([changed.code === 0, changed.stderr]).toEqual([false, expect.stringMatching(/LS74[01]/)]);
});

test("nothing that was secret is in what people see, and the ledger verifies", async () => {
  const { stdout, code } = await scene.lockstep("ledger", "verify");
  expect([code, stdout]).toEqual([0, expect.any(String)]);
  expect(kindsTold().filter((kind) => kind === "opened")).toHaveLength(1);
  for (const path of ["/api/v1/alerts", "/api/v1/alerts/channels", "/api/v1/policy", "/api/v1/ledger", "/api/v1/incidents"]) expect(await (await served.ask(path)).text(), path).not.toContain("hook-secret");
  expect(served.log()).not.toContain("hook-secret");
});
