import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ListedHypothesis } from "../../../src/app/hypothesis/list-hypotheses.ts";
import type { RegisterOutcome } from "../../../src/app/hypothesis/register-hypotheses.ts";
import { runCli } from "../../../src/cli/run-cli.fixture.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lockstep-hypothesis-"));
  cpSync(resolve("examples/validation"), folder, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lockstep = (...args: string[]) => runCli(args, { cwd: folder });
const change = (from: string, to: string): void => {
  const path = join(folder, "lockstep.yaml");
  const text = readFileSync(path, "utf8");
  if (!text.includes(from)) throw new Error(`the manifest has no ${from}`);
  writeFileSync(path, text.replace(from, to));
};

test("the example's promises are registered, changed, amended and told, and the ledger verifies", async () => {
  expect(await lockstep("hypothesis", "show", "flags-hold")).toMatchObject({ code: 0, stdout: expect.stringContaining("state        not registered") });
  const first = await lockstep("hypothesis", "register", "--author", "Ana", "--json");
  expect(first.code).toBe(0);
  const { registered, calendar } = JSON.parse(first.stdout) as RegisterOutcome;
  // What was there to be seen is the log's last parcel; what the backtest holds is part of the claim.
  expect(registered.map(({ record, outcome }) => [record.hypothesis, outcome, record.author, record.dataUntil?.slice(0, 10), record.afterTheFact])).toEqual(
    ["flags-hold", "share-flagged", "scores-are-probabilities", "in-time"].map((name) => [`delay/${name}`, "registered", "Ana", "2026-09-27", false]));
  const sha = registered.map(({ record }) => record.expectedDigest);
  expect(sha[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(sha).toEqual([sha[0], sha[0], sha[0], null]);
  // The outage was written down when it was over.
  expect(calendar.entries.map(({ name, treatment }) => [name, treatment])).toEqual([["service down", "note"], ["summer sale", "note"]]);
  expect((await lockstep("hypothesis", "register")).stdout).toMatch(/^delay\/flags-hold is its version 1 of .* already\n/);

  change("margin: {below: 0.04}", "margin: {below: 0.1}");
  change("seven in ten parcels", "about seven in ten parcels");
  expect((await lockstep("hypothesis", "list")).stdout).toMatch(/delay\/flags-hold +not judged +version 1 of \S+, changed since: claim and margin\.below\n/);
  const refused = await lockstep("hypothesis", "register");
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/LS251[^]*delay\/flags-hold is not its version 1[^]*margin\.below was 0\.04 and is 0\.1[^]*lockstep hypothesis amend flags-hold --reason TEXT/) });
  expect(refused.stderr).not.toContain("claim was");
  expect(await lockstep("hypothesis", "amend", "flags-hold", "--reason", " ")).toMatchObject({ code: 2, stderr: expect.stringContaining("--reason: the text is empty") });
  const amended = await lockstep("hypothesis", "amend", "flags-hold", "--reason", "vouchers became cheaper", "--author", "Ben");
  expect(amended).toMatchObject({ code: 0, stdout: expect.stringContaining("delay/flags-hold amended to version 2: claim seven in ten parcels that we flag do arrive late -> about seven") });
  expect((await lockstep("hypothesis", "show", "flags-hold")).stdout).toMatch(/version 2 {4}\S+ \S+ by Ben: .*margin\.below 0\.04 -> 0\.1; vouchers became cheaper/);

  // Judged from July on, a change is one after the fact.
  change("expected: {value: 52", 'since: "2026-07-06"\n        expected: {value: 52');
  expect(await lockstep("hypothesis", "amend", "in-time", "--reason", "the whole summer counts")).toMatchObject({ code: 0, stdout: expect.stringContaining("(after the fact: data until 2026-09-27 were there to be seen)") });
  expect(await lockstep("hypothesis", "amend", "in-tme", "--reason", "x")).toMatchObject({ code: 2, stderr: expect.stringMatching(/LS114[^]*Did you mean in-time\?/) });

  const log = await lockstep("hypothesis", "log");
  expect(log.stdout.match(/delay\/\S+ v\d/g)).toEqual(["delay/flags-hold v1", "delay/share-flagged v1", "delay/scores-are-probabilities v1", "delay/in-time v1", "delay/flags-hold v2", "delay/in-time v2"]);
  const ledger = await lockstep("ledger", "--kind", "hypothesis");
  expect(ledger.stdout).toContain("hypothesis delay/flags-hold amended to version 2 by Ben: vouchers became cheaper");
  expect(await lockstep("ledger", "verify")).toMatchObject({ code: 0 });
});

test("a calendar entry that was written afterwards is accepted by a person with a reason", async () => {
  expect(await lockstep("hypothesis", "calendar", "service down")).toMatchObject({ code: 2, stderr: expect.stringContaining("an entry is accepted with a reason") });
  expect(await lockstep("hypothesis", "calendar", "christmas", "--reason", "x")).toMatchObject({ code: 2, stderr: expect.stringMatching(/LS256[^]*There are: service down, summer sale/) });
  const accepted = await lockstep("hypothesis", "calendar", "service down", "--reason", "ticket OPS-311", "--author", "Ben");
  expect(accepted.stdout).toMatch(/calendar: service down \(outage, 2026-08-12 to 2026-08-13\) is not judged; version 2, \S+, Ben: ticket OPS-311\n/);
  expect((await lockstep("hypothesis", "calendar")).stdout).toBe(accepted.stdout);
});

test("another backtest under the same name is another claim", async () => {
  cpSync(join(folder, "outcomes.csv.gz"), join(folder, "backtest.csv.gz"));
  expect(await lockstep("hypothesis", "register", "share-flagged")).toMatchObject({ code: 2, stderr: expect.stringMatching(/LS251[^]*expected\.content was sha256:[0-9a-f]{12} and is sha256:[0-9a-f]{12}/) });
  cpSync(resolve("examples/validation/backtest.csv.gz"), join(folder, "backtest.csv.gz"));
  expect((await lockstep("hypothesis", "register", "share-flagged")).code).toBe(0);
});

test("a hypothesis that is taken out of the manifest stays known, and is said to be gone", async () => {
  const text = readFileSync(join(folder, "lockstep.yaml"), "utf8");
  writeFileSync(join(folder, "lockstep.yaml"), text.replace(/ {6}in-time:[^]*?(?=\n# Times)/, ""));
  const listed = JSON.parse((await lockstep("hypothesis", "list", "--json")).stdout) as ListedHypothesis[];
  expect(listed.map(({ id, state }) => [id, state])).toContainEqual(["delay/in-time", "no longer in the manifest"]);
  writeFileSync(join(folder, "lockstep.yaml"), text);
});

test("mistakes are told with their place before anything is entered", async () => {
  const path = join(folder, "wrong.yaml");
  writeFileSync(path, readFileSync(join(folder, "lockstep.yaml"), "utf8").replace("labelMaturity: 14d", "labelMaturity: two weeks"));
  expect(await lockstep("hypothesis", "register", "--manifest", "wrong.yaml")).toMatchObject({ code: 2, stderr: expect.stringMatching(/LS112[^]*wrong\.yaml:\d+:24/) });
  expect(await lockstep("hypothesis", "list", "--store", "empty")).toMatchObject({ code: 0, stdout: expect.stringContaining("not registered") });
});
