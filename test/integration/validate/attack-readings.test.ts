import { appendFileSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { Scene } from "../agreed/scene.ts";
import { type Loan, loansOf, loansScene, manifestOf, precision } from "./loans.ts";

let scene: Scene;
afterEach(() => { scene.close(); });

const putDays = (loans: readonly Loan[]): void => {
  for (const [day, rows] of Map.groupBy(loans, ({ ts }) => ts.slice(0, 10))) scene.put(`logs/${day}.csv`, `id,ts,region,score,latency_ms,paid,label_ts\n${rows.map(({ id, ts, region, score, latency, paid, paidAt }) => [id, ts, region, score.toFixed(6), latency.toFixed(3), paid, paidAt].join(",")).join("\n")}\n`);
};

const start = (loans = loansOf({ from: "2026-06-01", days: 28, rowsADay: 30, seed: 11 })): void => {
  scene = loansScene({ rowsADay: 40 });
  scene.put("lockstep.yaml", manifestOf(precision("", "0.3")));
  putDays(loans);
};

const look = async (): Promise<{ readonly verdict: string; readonly exit: number; readonly findings: readonly string[]; readonly counted: number | undefined }> => {
  const { code, stderr } = await scene.lockstep("validate", "--backfill");
  expect(stderr).not.toContain("bug in Lockstep");
  const run = await scene.run();
  return { verdict: run.verdict, exit: code ?? -1, findings: run.findings.filter(({ verdict }) => verdict !== "pass").map(({ check, subject, statement }) => `${check} ${subject.name}: ${statement}`), counted: run.validation?.sources.find(({ role }) => role === "production")?.counted };
};

const file = (day: string): string => join(scene.folder, "logs", `${day}.csv`);

test("rows that could not be read are held against the log at every look, and not only at the one that read them", async () => {
  start();
  for (let day = 1; day <= 28; day += 4) { const path = file(`2026-06-${String(day).padStart(2, "0")}`); writeFileSync(path, readFileSync(path, "utf8").replaceAll(/,2026-06-\d\dT[^,]*,(?=north)/g, ",soon,")); }
  const first = await look();
  expect(first).toMatchObject({ exit: 3, verdict: "inconclusive" });
  expect(first.findings.join("\n")).toMatch(/rows of production/);
  expect(await look()).toMatchObject({ ...first, counted: 0 });
  // Mended, it is forgotten.
  putDays(loansOf({ from: "2026-06-01", days: 28, rowsADay: 30, seed: 11 }));
  expect((await look()).findings.join("\n")).not.toMatch(/rows of production/);
});

test("rows that a later file repeats are found though the earlier file was counted long before", async () => {
  start(loansOf({ from: "2026-06-01", days: 27, rowsADay: 30, seed: 11 }));
  expect((await look()).findings.join("\n")).not.toMatch(/id of an earlier row/);
  const [header, ...rows] = readFileSync(file("2026-06-27"), "utf8").trimEnd().split("\n");
  scene.put("logs/2026-06-28.csv", `${[header, ...rows.slice(10), ...rows.slice(10, 20).map((row) => row.replace(/^p/, "q").replaceAll("2026-06-27", "2026-06-28"))].join("\n")}\n`);
  const repeated = await look();
  expect(repeated).toMatchObject({ exit: 3, counted: 1 });
  expect(repeated.findings.join("\n")).toMatch(/20 rows of production have the id of an earlier row/);
  expect((await look()).findings.join("\n")).toMatch(/20 rows of production have the id of an earlier row/);
});

test("files that were counted and are gone are told, until they are back", async () => {
  start();
  await look();
  const [kept, moved] = [readFileSync(file("2026-06-03")), readFileSync(file("2026-06-04"))];
  rmSync(file("2026-06-03"));
  // By another name its rows are still there.
  rmSync(file("2026-06-04"));
  writeFileSync(join(scene.folder, "logs", "renamed.csv"), moved);
  const said = expect.stringMatching(/^validation.gone .*1 file of production that was counted before is gone, with 30 predictions of 2026-06-03/);
  expect((await look()).findings).toContainEqual(said);
  expect((await look()).findings).toContainEqual(said);
  writeFileSync(file("2026-06-03"), kept);
  expect((await look()).findings).not.toContainEqual(said);
});

test("a file that was replaced by one of the same size and time is counted again", async () => {
  start();
  await look();
  const path = file("2026-06-09");
  const { atime, mtime } = statSync(path);
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replaceAll(",1,2026", ",0,2026"));
  utimesSync(path, atime, mtime);
  expect(statSync(path).mtimeMs).toBeCloseTo(mtime.getTime(), -1);
  expect((await look()).counted).toBe(1);
  appendFileSync(path, "p99-1,2026-06-09T23:59:59.000Z,north,0.4,20.1,1,2026-06-09T23:59:59.000Z\n");
  expect((await look()).counted).toBe(1);
});
