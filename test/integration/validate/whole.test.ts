import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Scene } from "../agreed/scene.ts";
import { loansOf, loansScene, precision, putLabelled, resultOf } from "./loans.ts";

// One scene of two models, looked at again and again as its production goes on: each test begins where the one before ended.
let scene: Scene;
const wellUntil = 42;
const departs = { day: wellUntil, by: -0.35 };
const loans = loansOf({ from: "2026-06-01", days: 63, rowsADay: 80, seed: 11, departs });
const weeks = (from: number, to: number): typeof loans => loans.filter(({ day }) => day >= from * 7 && day < to * 7);
const cards = loansOf({ from: "2026-06-01", days: 63, rowsADay: 80, seed: 23, ids: "c" });

const manifest = (more = "", margin = "0.15"): string => `version: 1
models:
  loans:
    production: {log: logs}
    hypotheses:
${precision(`\n        since: "2026-06-01"\n        consequence: roll-back\n        impact: {perDay: 1000, unit: EUR}`, margin)}
  cards:
    production: {log: cards}
    hypotheses:
      latency:
        claim: the mean answer takes 25 ms
        metric: {name: latency-mean}
        expected: {value: 25, standardError: 0.05, source: load test}
        margin: {above: 2}
        since: "2026-06-01"
watch: {validate: "0 6 * * *", closeAfter: 3}
${more}`;

beforeAll(() => {
  scene = loansScene({ rowsADay: 80 });
  scene.put("lockstep.yaml", manifest());
  putLabelled(scene, "logs", weeks(0, 6));
  putLabelled(scene, "cards", cards);
});
afterAll(() => { scene.close(); });

const looked = async (...more: string[]): Promise<number | null> => {
  const { code, stderr } = await scene.lockstep("validate", ...more);
  expect([0, 1, 3], stderr).toContain(code);
  return code;
};
const openOnes = async (): Promise<string> => (await scene.lockstep("incident", "list")).stdout;

test("two models that keep their promises: two runs, exit 0, every format beside each other", async () => {
  const formats = ["html", "json", "xml", "sarif", "md", "txt"];
  const { code, stdout, stderr } = await scene.lockstep("validate", "--as-of", "2026-07-13", ...formats.flatMap((ending) => ["-o", `out/report.${ending}`]));
  expect(code, stdout + stderr).toBe(0);
  expect(stdout.match(/PASS/g)).toHaveLength(2);
  for (const model of ["loans", "cards"]) {
    const read = (ending: string): string => readFileSync(join(scene.folder, "out", written(model, ending)), "utf8");
    expect(JSON.parse(read("json"))).toMatchObject({ kind: "validate", verdict: "pass", options: { model } });
    expect(JSON.parse(read("sarif"))).toMatchObject({ version: "2.1.0" });
    expect(read("xml")).toMatch(/^<\?xml[^]*<testsuites?[^]*failures="0"/);
    for (const ending of ["html", "md", "txt"]) expect(read(ending)).toMatch(model === "loans" ? /Of those we call safe, as/ : /the mean answer takes/);
  }
  const list = (await scene.lockstep("runs")).stdout;
  expect(list.trim().split("\n")).toHaveLength(2);
  for (const what of ["backtest -> logs", "loans in production keeps", "cards in production keeps"]) expect(list).toContain(what);
  const entries = (await scene.lockstep("ledger")).stdout;
  for (const what of ["hypothesis loans/precision registered", "hypothesis cards/latency registered", "ended as pass: loans in production keeps what was promised", "ended as pass: cards in production keeps what was promised"]) expect(entries).toContain(what);
});

const written = (model: string, ending: string): string => `report.${model}.offline-production.${ending}`;

test("one model on stdout as JSON, and nothing else there", async () => {
  const { code, stdout } = await scene.lockstep("validate", "cards", "--as-of", "2026-07-13", "--json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ kind: "validate", options: { model: "cards" }, verdict: "pass" });
});

test("history that is judged afterwards opens no incident, whatever it says", async () => {
  putLabelled(scene, "logs", weeks(6, 9));
  expect(await looked("loans", "--backfill")).toBe(1);
  expect(await openOnes()).toBe("");
});

test("a departure opens one incident, with the way back to the last run that was well; exit 1", async () => {
  const well = (await scene.run()).id;
  const { code, stdout } = await scene.lockstep("validate", "loans", "--as-of", "2026-08-03");
  expect(code).toBe(1);
  const run = await scene.run();
  expect([run.decision.action, resultOf(run, "precision").cost?.unit]).toEqual(["roll-back", "EUR"]);
  expect(run.nextActions.length).toBeGreaterThan(1);
  expect(stdout).toMatch(/EUR/);
  expect(await openOnes()).toMatch(/INC-2026-0001/);
  await looked("loans", "--as-of", "2026-08-03");
  expect((await openOnes()).match(/INC-/g)).toHaveLength(1);
  const again = await scene.lockstep("rerun", run.id);
  expect(again.code, again.stderr).toBe(1);
  expect(again.stderr).not.toMatch(/no longer the same/);
  expect((await scene.run()).options).toMatchObject({ rerunOf: run.id });
  expect(resultOf(await scene.run(), "precision").overall).toEqual(resultOf(run, "precision").overall);
  expect(well).not.toBe(run.id);
});

test("an amendment is shown beside the verdict, and what is well again three looks in a row closes the incident", async () => {
  scene.put("lockstep.yaml", manifest("", "0.6"));
  expect((await scene.lockstep("validate", "loans", "--as-of", "2026-08-03")).code).toBe(2);
  expect((await scene.lockstep("hypothesis", "amend", "precision", "--reason", "we agreed to less")).code).toBe(0);
  for (const well of [1, 2, 3]) {
    expect(await openOnes(), `before well look ${well}`).toMatch(/INC-2026-0001/);
    expect(await looked("loans", "--as-of", `2026-08-0${well + 3}`)).toBe(0);
  }
  expect(await openOnes()).toBe("");
  const { stdout } = await scene.lockstep("report", "latest");
  expect(stdout).toMatch(/amended\s+1\s+time/);
  expect(resultOf(await scene.run(), "precision").amendments).toMatchObject([{ version: 2, reason: "we agreed to less", dataUntil: expect.stringMatching(/^2026-08-02/) }]);
  const page = join(scene.folder, "amended.md");
  await scene.lockstep("report", "latest", "-o", "amended.md");
  expect(readFileSync(page, "utf8")).toMatch(/we agreed to less/);
  expect((await scene.lockstep("incident", "show", "1")).stdout).toMatch(/closed/);
});

test("days that the calendar excludes are shown and not judged, and what is written afterwards has to be accepted", async () => {
  scene.put("lockstep.yaml", manifest(`calendar:\n  - {name: outage of the bureau, from: "2026-07-13", to: "2026-08-03", kind: outage}\n`, "0.6"));
  await looked("loans", "--as-of", "2026-08-07");
  const before = resultOf(await scene.run(), "precision").overall;
  expect(before?.points.filter(({ status }) => status === "excluded")).toEqual([]);
  const accepted = await scene.lockstep("hypothesis", "calendar", "outage of the bureau", "--reason", "the bureau was down");
  expect(accepted.code, accepted.stderr).toBe(0);
  await looked("loans", "--as-of", "2026-08-07");
  const after = resultOf(await scene.run(), "precision").overall;
  expect(after?.points.filter(({ status }) => status === "excluded").map(({ label }) => label)).toEqual(loans.filter(({ day }) => day >= wellUntil).map(({ ts }) => ts.slice(0, 10)).filter((day, at, all) => all.indexOf(day) === at));
  expect(after?.rows).toBe(before?.rows);
  expect(after?.estimate ?? 0).toBeGreaterThan((before?.estimate ?? 1) + 0.1);
});

test("what if, and what thresholds would do, rest on what was counted", async () => {
  const told = JSON.parse((await scene.lockstep("what-if", "loans", "--margin", "0.02", "--json")).stdout) as { kind: string; judged: Record<"before" | "after", { verdict: string; corridor: { low: number } }> };
  expect(told).toMatchObject({ kind: "what-if", judged: { before: { verdict: "pass" } } });
  expect(told.judged.after.corridor.low - told.judged.before.corridor.low).toBeCloseTo(0.58, 6);
  const { code, stdout, stderr } = await scene.lockstep("corridor", "simulate", "loans", "--replications", "20", "--margin", "0.05", "--json");
  expect(code, stderr).toBe(0);
  const [simulated] = (JSON.parse(stdout) as { hypotheses: { refused: string | null; thresholds: { isToday: boolean }[] }[] }).hypotheses;
  expect(simulated?.refused).toBeNull();
  expect(simulated?.thresholds.map(({ isToday }) => isToday)).toEqual([true, false]);
  expect((await scene.lockstep("ledger", "verify")).code).toBe(0);
});
