import { afterEach, expect, test } from "vitest";
import type { Scene } from "../agreed/scene.ts";
import { loansOf, loansScene, manifestOf, precision, putLabels, putUnlabelled, resultOf } from "./loans.ts";

const scenes: Scene[] = [];
afterEach(() => { for (const scene of scenes.splice(0)) scene.close(); });

const production = "{log: logs, labels: {source: labels.csv, key: id, label: paid, time: paid_at}}";
const manifest = manifestOf(precision("\n        labelMaturity: 14d\n        minimum: {coverage: 0.5}"), production);
const loans = loansOf({ from: "2026-06-01", days: 84, rowsADay: 80, seed: 11, delayDays: 12, departs: { day: 49, by: -0.35 } });

const sceneWithLogs = (known = loans): Scene => {
  const scene = loansScene({ rowsADay: 80 });
  scenes.push(scene);
  putUnlabelled(scene, "logs", known);
  scene.put("lockstep.yaml", manifest);
  return scene;
};

const end = "2026-09-20";

test("labels that come later restate what was said, and the end is that of a run that had them from the start", async () => {
  const late = sceneWithLogs();
  const stops = ["2026-07-20", "2026-08-05", "2026-08-20", end];
  for (const stop of stops) {
    putLabels(late, "labels.csv", loans, `${stop}T00:00:00Z`);
    const { code, stderr } = await late.lockstep("validate", "--backfill", "--as-of", stop);
    expect([0, 1, 3], stderr).toContain(code);
  }
  const restated = resultOf(await late.run(), "precision");
  const whole = sceneWithLogs();
  putLabels(whole, "labels.csv", loans, "2027-01-01");
  await whole.lockstep("validate", "--backfill", "--as-of", end);
  const once = resultOf(await whole.run(), "precision");
  expect(once.overall?.verdict).toBe("fail");
  expect({ ...restated.overall }).toEqual({ ...once.overall });
  expect(restated.segments).toEqual(once.segments);
  expect(restated.maturity).toEqual(once.maturity);
  // What an earlier look said of windows that were still waiting stands beside it, with that look's run.
  expect(restated.restated.length).toBeGreaterThan(0);
  expect(once.restated).toEqual([]);
});

test("a look as of an earlier day knows what was known then", async () => {
  const known = loans.filter(({ ts }) => ts < "2026-07-21");
  const then = sceneWithLogs(known);
  putLabels(then, "labels.csv", known, "2026-07-21T00:00:00Z");
  await then.lockstep("validate", "--backfill", "--as-of", "2026-07-20T23:59:00Z");
  const now = sceneWithLogs();
  putLabels(now, "labels.csv", loans, "2027-01-01");
  await now.lockstep("validate", "--backfill", "--as-of", "2026-07-20T23:59:00Z");
  const [a, b] = [resultOf(await then.run(), "precision"), resultOf(await now.run(), "precision")];
  expect(b.overall).toEqual(a.overall);
});

test("before labels come, estimates are shown with what they assume, and decide nothing", async () => {
  const scene = sceneWithLogs();
  putLabels(scene, "labels.csv", loans, "2026-07-20T00:00:00Z");
  await scene.lockstep("validate", "--backfill", "--as-of", "2026-07-20");
  const result = resultOf(await scene.run(), "precision");
  expect(result.labelFree.map(({ method }) => method)).toContain("CBPE");
  for (const { assumption, n } of result.labelFree) {
    expect(assumption.length).toBeGreaterThan(20);
    expect(n).toBeGreaterThan(0);
  }
  expect(result.maturity?.curve.at(-1)?.share).toBeGreaterThan(0.9);
  expect(result.overall?.points.filter(({ status }) => status === "maturing").length).toBeGreaterThanOrEqual(12);
});
