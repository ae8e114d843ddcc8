import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { inspectManifest } from "./load-manifest.ts";

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), "lockstep-alerts-problems-")); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Problems of a manifest with these lines below `alerts:`, which stands on line 4; and all that is said. */
const problemsOf = async (alerts: string): Promise<{ readonly told: string[]; readonly said: string }> => {
  writeFileSync(join(folder, "lockstep.yaml"), `version: 1\nmodels:\n  credit: {golden: {key: id}}\nalerts:\n${alerts}`);
  const { problems, error } = await inspectManifest("lockstep.yaml", { cwd: folder, env: {} });
  return { told: problems.map(({ code, place: { line, column } }) => `${code} ${line}:${column}`), said: `${error?.message ?? ""}${JSON.stringify(problems)}` };
};

test("channels, routes and mutes that are right are no problem", async () => {
  const { told } = await problemsOf(`  channels:
    am: {alertmanager: "https://env:AM@am.example.com/path", headers: {Authorization: Bearer env:TOKEN}}
    team: {slack: env:SLACK}
    pager: {pagerduty: file:/run/secrets/pager, url: "https://events.eu.pagerduty.com"}
    mail: {smtp: "smtps://mail.example.com", from: "Lockstep <lockstep@example.com>", to: [risk@example.com], user: lockstep, password: env:MAIL}
    hook: {webhook: env:HOOK, secret: env:SECRET}
  routes: [{to: [am, team], severity: high, models: [credit]}]
  mute: [{from: 2026-12-24, to: "2026-12-27T08:00:00+01:00", reason: holidays}]
`);
  expect(told).toEqual([]);
});

test("a secret that is written out is told, and never repeated, whatever else is wrong", async () => {
  const lines = ["a: {slack: https://hooks.slack.com/services/SECRET-1}", "b: {pagerduty: SECRET-2}", "c: {webhook: https://SECRET-3:SECRET-4@h/in, secret: SECRET-5}", "d: {smtp: smtp://ana:SECRET-6@h, from: a@b.c, to: [a@b.c], password: SECRET-7}", "e: {alertmanager: http://h/?token=SECRET-8, headers: {Authorization: Bearer SECRET-9}}"];
  const channels = `  channels:\n${lines.map((line) => `    ${line}\n`).join("")}`;
  const whole = await problemsOf(channels);
  expect(whole.told.filter((each) => each.startsWith("LS103"))).toHaveLength(8);
  const malformed = await problemsOf(`${channels}  nonsense: true\n`);
  expect(malformed.told.filter((each) => each.startsWith("LS103"))).toHaveLength(8);
  expect(`${whole.said}${malformed.said}`).not.toContain("SECRET-");
});

test("names that lead nowhere, addresses that are none and mutes that are no span are told with their places", async () => {
  const { told, said } = await problemsOf(`  channels:
    am: {alertmanager: am:9093}
    mail: {smtp: mail.example.com, from: nobody, to: [a@b.c, "x y"]}
  routes: [{to: [amm], models: [credt]}]
  mute:
    - {from: tomorrow, to: 2026-12-24, reason: x}
    - {from: 2026-12-24, to: 2026-12-24, models: [other], reason: x}
`);
  expect(told.toSorted()).toEqual(["LS112 10:14", "LS112 11:30", "LS112 6:24", "LS112 7:18", "LS112 7:42", "LS112 7:62", "LS114 11:51", "LS114 8:18", "LS114 8:33"].toSorted());
  expect(said).toContain("Did you mean am?");
  expect((await problemsOf("  channels: {}\n")).told).toEqual(["LS113 5:3"]);
});
