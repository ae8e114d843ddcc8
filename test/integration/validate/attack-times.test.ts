import { afterEach, expect, test } from "vitest";
import type { Scene } from "../agreed/scene.ts";
import { type Loan, loansOf, loansScene, manifestOf, precision, resultOf } from "./loans.ts";

let scene: Scene;
afterEach(() => { scene.close(); });

const loans = loansOf({ from: "2026-06-01", days: 28, rowsADay: 40, seed: 11 });
const start = (tsOf: (loan: Loan, row: number) => string): void => {
  scene = loansScene({ rowsADay: 40 });
  scene.put("lockstep.yaml", manifestOf(precision("", "0.3")));
  scene.put("logs/all.csv", `id,ts,region,score,paid,label_ts\n${loans.map((loan, row) => [loan.id, tsOf(loan, row), loan.region, loan.score.toFixed(6), loan.paid, loan.paidAt].join(",")).join("\n")}\n`);
};

test("times that say that nobody knew are left out and told, and move no window", async () => {
  const unknown = ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "290000-01-01T00:00:00Z"];
  start(({ ts }, row) => unknown[row] ?? ts);
  const { code, stdout, stderr } = await scene.lockstep("validate", "--backfill");
  expect(stderr).toBe("");
  expect(code, stdout).not.toBe(2);
  const run = await scene.run();
  expect(run.validation?.sources.find(({ role }) => role === "production")?.coverage?.dropped).toMatchObject([{ reason: expect.stringContaining("no time"), rows: 3 }]);
  expect(run.validation?.missingDays).toEqual([]);
  expect(resultOf(run, "precision").overall?.points[0]?.label).toBe("2026-06-01");
});

test("one row of 1970 is told as a stray, and spreads nothing", async () => {
  start(({ ts }, row) => (row === 5 ? "1970-01-01T00:00:00Z" : ts));
  const { code, stdout } = await scene.lockstep("validate", "--backfill");
  expect(code, stdout).not.toBe(2);
  const run = await scene.run();
  expect(run.validation?.missingDays).toEqual([]);
  expect(resultOf(run, "precision").overall?.points[0]?.label).toBe("2026-06-01");
  expect(run.validation?.sources.find(({ role }) => role === "production")?.gaps).toContainEqual(expect.objectContaining({ what: "1 row dated 1970-01-01" }));
  expect(stdout.replaceAll(/\s+/gu, " ")).toContain("1 row dated 1970-01-01");
});

test("a log whose times cannot be read at all is refused in words", async () => {
  start(() => "soon");
  const { code, stdout, stderr } = await scene.lockstep("validate", "--backfill");
  expect(stderr).not.toContain("bug in Lockstep");
  expect(code).toBe(4);
  expect(stdout + stderr).toMatch(/LS253[^]*no column of times/);
});
