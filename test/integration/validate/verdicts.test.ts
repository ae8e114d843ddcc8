import { afterEach, expect, test } from "vitest";
import type { Scene } from "../agreed/scene.ts";
import { loansOf, loansScene, manifestOf, precision, putLabelled, resultOf } from "./loans.ts";

let scene: Scene;
afterEach(() => { scene.close(); });

test("production that is as the backtest was keeps its promise, and a second look counts nothing again", async () => {
  scene = loansScene();
  putLabelled(scene, "logs", loansOf({ from: "2026-06-01", days: 84, seed: 11 }));
  scene.put("lockstep.yaml", manifestOf(precision("", "0.1")));
  const first = await scene.lockstep("validate", "--backfill");
  expect(first.code, first.stdout + first.stderr).toBe(0);
  const run = await scene.run();
  const result = resultOf(run, "precision");
  expect(run).toMatchObject({ kind: "validate", verdict: "pass", environments: { candidate: { name: "production", model: "loans" } } });
  expect(run.validation).toMatchObject({ backfill: true, missingDays: [] });
  expect(run.validation?.sources.find(({ role }) => role === "production")).toMatchObject({ rows: 84 * 150, parts: 12, counted: 12 });
  expect(result.overall).toMatchObject({ verdict: "pass", since: null });
  expect(result.segments.map(({ segment }) => segment?.value).toSorted()).toEqual(["east", "north", "south"]);
  expect(result.amendments).toEqual([]);
  const second = await scene.lockstep("validate", "--backfill");
  expect(second.code, second.stderr).toBe(0);
  expect((await scene.run()).validation?.sources.find(({ role }) => role === "production")).toMatchObject({ rows: 84 * 150, parts: 12, counted: 0 });
  expect(resultOf(await scene.run(), "precision").overall).toEqual(result.overall);
  await scene.lockstep("validate", "--backfill", "--recount");
  expect((await scene.run()).validation?.sources.find(({ role }) => role === "production")).toMatchObject({ rows: 84 * 150, parts: 12, counted: 12 });
  expect(resultOf(await scene.run(), "precision").overall).toEqual(result.overall);
});

test("production that leaves its corridor fails: since when, how much, for whom", async () => {
  scene = loansScene();
  putLabelled(scene, "logs", loansOf({ from: "2026-06-01", days: 84, seed: 11, departs: { day: 49, by: -0.35, region: "north" } }));
  scene.put("lockstep.yaml", manifestOf(precision("\n        consequence: roll-back\n        impact: {perDay: 1000, unit: EUR}", "0.02")));
  const { code, stdout } = await scene.lockstep("validate", "--backfill");
  const run = await scene.run();
  const result = resultOf(run, "precision");
  expect([code, run.verdict, run.decision.action], stdout).toEqual([1, "fail", "roll-back"]);
  expect(result.overall?.verdict).toBe("fail");
  // 2026-07-20 is day 49, a Monday.
  expect(Math.abs(Date.parse(result.overall?.since ?? "") - Date.parse("2026-07-20"))).toBeLessThanOrEqual(14 * 86_400_000);
  expect(result.segments.find(({ segment }) => segment?.value === "north")?.verdict).toBe("fail");
  expect(result.segments.filter(({ verdict }) => verdict === "fail")).toHaveLength(1);
  expect(result.explanations[0]?.smallestSet).toEqual([{ column: "region", value: "north" }]);
  expect(result.cost).toMatchObject({ unit: "EUR" });
  expect(stdout).toMatch(/does not keep what was promised/);
  expect(stdout).toContain("north");
});

test("the first weeks are blind, and say so: no evidence is no pass", async () => {
  scene = loansScene();
  putLabelled(scene, "logs", loansOf({ from: "2026-06-01", days: 9, seed: 11 }));
  scene.put("lockstep.yaml", manifestOf(precision()));
  const { code } = await scene.lockstep("validate", "--backfill");
  const { overall } = resultOf(await scene.run(), "precision");
  expect(code).toBe(3);
  expect(overall?.verdict).toBe("inconclusive");
  expect(overall?.blind).toMatch(/2026-|week|days/);
});

test("only what came after its registration judges a hypothesis, unless history is asked for", async () => {
  scene = loansScene();
  putLabelled(scene, "logs", loansOf({ from: "2026-06-01", days: 84, seed: 11 }));
  scene.put("lockstep.yaml", manifestOf(precision()));
  const { code } = await scene.lockstep("validate");
  expect(code).toBe(3);
  expect(resultOf(await scene.run(), "precision").overall).toMatchObject({ verdict: "inconclusive", units: 0 });
});
