import { afterAll, beforeAll, expect, test } from "vitest";
import type { Run } from "../../../src/core/domain/run.ts";
import type { Scene } from "../agreed/scene.ts";
import { loanLabels, loanLog, loanScene, roles } from "./logs.ts";

let scene: Scene;
beforeAll(() => { scene = loanScene(); });
afterAll(() => scene.close());

const compare = async (...args: string[]): Promise<{ readonly code: number | null; readonly run: Run; readonly stderr: string }> => {
  const { code, stdout, stderr } = await scene.lockstep("compare", ...args, "--json");
  if (stdout === "") throw new Error(stderr);
  return { code, stderr, run: JSON.parse(stdout) as Run };
};

const columnsThat = (run: Run, verdict: string): string[] => (run.population?.shifts ?? []).filter((shift) => shift.verdict === verdict && shift.segment === null).map(({ column }) => column);

test("equal populations agree, and stdout is the document and nothing else", async () => {
  const { code, run } = await compare("a.csv", "b.csv", ...roles);
  expect([code, run.kind, run.verdict, run.decision.action]).toEqual([0, "compare", "pass", "proceed"]);
  expect(columnsThat(run, "pass").toSorted()).toEqual(["age", "approved", "paid", "region", "score"]);
  expect(run.population?.metrics.some(({ metric }) => metric === "auc")).toBe(true);
});

test("a shifted output fails, a shifted feature only warns unless it is enforced, and too few rows are no pass", async () => {
  const worse = await compare("a.csv", "worse.csv", ...roles);
  expect([worse.code, worse.run.verdict]).toEqual([1, "fail"]);
  expect(columnsThat(worse.run, "fail").toSorted()).toEqual(["approved", "score"]);
  const older = await compare("a.csv", "older.csv", ...roles);
  expect([older.code, older.run.verdict, columnsThat(older.run, "fail")]).toEqual([0, "warn", ["age"]]);
  const enforced = await compare("a.csv", "older.csv", ...roles, "--enforce-features");
  expect([enforced.code, enforced.run.verdict]).toEqual([1, "fail"]);
  const few = await compare("a.csv", "few.csv", ...roles);
  expect([few.code, few.run.verdict]).toEqual([3, "inconclusive"]);
  for (const { run } of [worse, older, enforced, few]) expect(run.headline.length, run.headline).toBeLessThan(300);
});

test("labels that came later are joined by key, and judge as labels in the log do", async () => {
  scene.put("late-a.csv", loanLog({ unlabelled: true }));
  scene.put("late-b.csv", loanLog({ seed: 11, ids: "s", unlabelled: true }));
  scene.put("labels-a.csv", loanLabels());
  scene.put("labels-b.csv", loanLabels({ seed: 11, ids: "s" }));
  const late = await compare("late-a.csv", "late-b.csv", "--reference-labels", "labels-a.csv", "--candidate-labels", "labels-b.csv", "--score", "score", "--decision", "approved", "--positive", "1");
  const { run: whole } = await compare("a.csv", "b.csv", ...roles);
  expect([late.code, late.run.population?.candidate.coverage.labels?.labelled]).toEqual([0, 3000]);
  const auc = (run: Run) => run.population?.metrics.find(({ metric, segment }) => metric === "auc" && segment === null);
  expect(auc(late.run)).toEqual(auc(whole));
});

test("cohorts are told of fairness", async () => {
  const { run } = await compare("a.csv", "b.csv", "--score", "score", "--decision", "approved", "--label", "paid", "--positive", "yes", "--cohort", "region");
  expect(run.population?.fairness.length).toBeGreaterThan(0);
  expect(new Set(run.population?.fairness.map(({ cohort }) => cohort))).toEqual(new Set(["region"]));
  expect(run.population?.fairness[0]?.groups.map(({ group }) => group).toSorted()).toEqual(["east", "north", "south"]);
});

test("two windows of one log are two populations", async () => {
  const { code, run } = await compare("a.csv", "a.csv", "--reference-window", "2026-10-01..2026-10-02", "--candidate-window", "2026-10-02..2026-10-03", ...roles);
  expect([run.population?.reference.rows, run.population?.candidate.rows]).toEqual([1440, 1440]);
  const [start, middle, end] = ["2026-10-01", "2026-10-02", "2026-10-03"].map((day) => Date.parse(`${day}T00:00:00Z`));
  const spans = [run.population?.reference, run.population?.candidate].map((side) => [side?.coverage.firstTs, side?.coverage.lastTs].map((time) => Date.parse(time ?? "")));
  expect(spans).toEqual([[start, (middle ?? 0) - 60_000], [middle, (end ?? 0) - 60_000]]);
  // Half of the rows: the columns are alike, and what calibration needs is more than a day.
  expect([code, run.verdict, columnsThat(run, "pass").toSorted()]).toEqual([3, "inconclusive", ["age", "approved", "paid", "region", "score"]]);
  expect(await scene.lockstep("compare", "a.csv", "a.csv")).toMatchObject({ code: 2, stderr: expect.stringContaining("LS105") });
});

test("profiles say what their logs say", async () => {
  expect((await scene.lockstep("profile", "take", "a.csv", "-o", "a.profile.json", ...roles)).stderr).not.toContain("LS");
  expect(await scene.lockstep("profile", "take", "worse.csv", "-o", "worse.profile.json", "--like", "a.profile.json")).toMatchObject({ code: 0 });
  const both = await compare("a.profile.json", "worse.profile.json");
  const one = await compare("a.profile.json", "worse.csv");
  const rows = await compare("a.csv", "worse.csv", ...roles);
  const judged = (run: Run) => run.population?.shifts.map(({ column, segment, verdict, measures }) => [column, segment, verdict, measures.map(({ value }) => value)]);
  expect(judged(one.run)).toEqual(judged(rows.run));
  expect(judged(both.run)).toEqual(judged(one.run));
  expect(both.code).toBe(1);
  expect(one.code).toBe(1);
});
