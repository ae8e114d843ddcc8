import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSqliteScheduleStore } from "../../../src/adapters/stores/sqlite/create-sqlite-schedule-store.ts";
import { type Receiver, startReceiver } from "./receivers.ts";

const hour = 36e5;
const job = "check credit staging production";
const secret = "hook-secret-0123456789";
let folder: string;
let hook: Receiver;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "lockstep-watch-alerts-"));
  hook = await startReceiver();
  writeFileSync(join(folder, "lockstep.yaml"), `version: 1
models:
  credit: {golden: {key: id}, owner: {name: Ana}}
environments:
  staging: {target: staging.csv}
  production: {target: production.csv}
watch: {check: "0 * * * *", closeAfter: 1}
server: {url: "https://lockstep.example.com/"}
alerts: {groupWithin: 300ms, channels: {hook: {webhook: "${hook.url}/in", secret: env:HOOK}}}
`);
  production(false);
  writeFileSync(join(folder, "staging.csv"), scores(true));
});
afterEach(async () => {
  await hook.close();
  rmSync(folder, { recursive: true, force: true });
});

const scores = (same: boolean): string => `id,score\n${Array.from({ length: 60 }, (_, row) => `${row},${same ? ((row * 37) % 100) / 100 : 0.5}`).join("\n")}\n`;
const production = (same: boolean): void => writeFileSync(join(folder, "production.csv"), scores(same));

/** A real process; stopped as soon as `until` holds, where one is given. */
const lockstep = (args: readonly string[], until: (() => boolean) | null = null): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> =>
  new Promise((done) => {
    const child = spawn(process.execPath, [resolve("src/cli/main.ts"), ...args], { cwd: folder, env: { ...process.env, HOOK: secret } });
    let [out, err] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => { out += chunk.toString(); });
    child.stderr.on("data", (chunk: Buffer) => { err += chunk.toString(); });
    const looking = until === null ? null : setInterval(() => { if (until()) child.kill("SIGTERM"); }, 20);
    child.on("close", (code) => {
      if (looking !== null) clearInterval(looking);
      done({ code, out, err });
    });
  });

const plan = (hoursAgo: number): void => {
  const schedule = createSqliteScheduleStore(join(folder, ".lockstep"));
  schedule.plan(job, (Math.floor(Date.now() / hour) - hoursAgo) * hour);
  schedule.close();
};
const told = (): string[] => hook.got.map(({ headers, json }) => `${String(headers["idempotency-key"]).split("/")[1]} ${String(json["type"]).split(".").at(-1)} ${String((json["data"] as { url?: string }).url)}`);

test("a breach that a look finds is told by the watch that found it, its end by one that stays, whoever ended it; and the commands say so", async () => {
  // Before anything was looked at, alerts begin.
  plan(-24);
  const first = await lockstep(["watch", "--once"]);
  expect([first.code, told()], first.err).toEqual([0, []]);
  plan(0);
  hook.answer = () => ({ status: 503, body: `${secret} is not ready` });
  const failed = await lockstep(["watch", "--once"]);
  expect(failed.code, failed.err).toBe(1);
  expect(failed.err).toMatch(/alerts: hook could not be told; it is tried again: it answered 503 \*\*\* is not ready/);
  const waiting = await lockstep(["alert", "list"]);
  expect(waiting.out).toMatch(/^[0-9a-f]{32} .* hook {2}waiting {2}high, opened: credit: production answers as staging does \(INC-\d+-0001\)\n {2}it answered 503 \*\*\* is not ready\n$/);
  hook.answer = () => ({ status: 200 });
  const again = await lockstep(["alert", "retry", waiting.out.slice(0, 32)]);
  expect(again.code, again.err).toBe(0);
  production(true);
  const closed = await lockstep(["incident", "close", "1", "--why", "source mended"]);
  expect(closed.code, closed.err).toBe(0);
  const year = new Date().getUTCFullYear();
  // One that stays delivers what waits, and the end once its group is complete.
  await lockstep(["watch"], () => told().length === 2);
  expect(told()).toEqual([`1 opened https://lockstep.example.com/incidents/INC-${year}-0001`, `2 closed https://lockstep.example.com/incidents/INC-${year}-0001`]);
  const tested = await lockstep(["alert", "test", "hook"]);
  expect([tested.code, tested.out]).toEqual([0, "hook took it: 200 ok\n"]);
  const none = await lockstep(["alert", "test", "hok"]);
  expect([none.code, none.err]).toEqual([2, expect.stringContaining("Did you mean hook?")]);
  expect(JSON.parse((await lockstep(["alert", "list", "--json", "--status", "delivered"])).out)).toHaveLength(2);
});
