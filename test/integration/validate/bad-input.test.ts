import { afterEach, expect, test } from "vitest";
import type { Scene } from "../agreed/scene.ts";
import { loansOf, loansScene, manifestOf, precision, putLabelled, putLabels, putUnlabelled, resultOf } from "./loans.ts";

let scene: Scene;
afterEach(() => { scene.close(); });

const good = loansOf({ from: "2026-06-01", days: 63, rowsADay: 60, seed: 11 });
const start = (manifest: string, backtest = {}): void => {
  scene = loansScene({ rowsADay: 60, ...backtest });
  scene.put("lockstep.yaml", manifest);
};

test("production's log without a column that the claim needs", async () => {
  start(manifestOf(precision()));
  scene.put("logs/a.csv", "id,ts,region,probability,paid\nx1,2026-06-01T00:00:00Z,north,0.4,1\nx2,2026-06-01T01:00:00Z,north,0.6,1\n");
  const { code, stdout, stderr } = await scene.lockstep("validate", "--backfill");
  expect(code).not.toBe(0);
  expect(stdout + stderr).toMatch(/LS2\d\d[^]*score/);
  expect((await scene.run()).verdict).not.toBe("pass");
});

test("a claim that names what is not there keeps no other from being judged, and an outcome that only it names is no feature to the others", async () => {
  const latency = `      quick:
        claim: answers are as quick as in the backtest
        metric: {name: mean, column: latency_ms}
        expected: {backtest: backtest}
        margin: 2
        segments: [region]
        owner: {name: ada}
`;
  start(manifestOf(`${precision("\n        labelMaturity: 3d").replace("segments: [region]", "segments: [branch]")}\n${latency}`, "{log: logs, labels: {source: labels.csv, key: id, label: paid, time: paid_at}}"));
  putUnlabelled(scene, "logs", good);
  putLabels(scene, "labels.csv", good, "2027");
  const { code, stderr } = await scene.lockstep("validate", "--backfill");
  expect([code, stderr]).toEqual([4, expect.stringMatching(/^LS207: precision: there is no column branch$/m)]);
  const run = await scene.run();
  expect(resultOf(run, "precision")).toMatchObject({ overall: null, refused: { code: "LS207" } });
  expect(resultOf(run, "quick")).toMatchObject({ refused: null, overall: { verdict: "pass" } });
  expect(run.validation?.features.map(({ feature }) => feature)).not.toContain("paid");
});

test("an empty log, a log of other months, a folder that is not there", async () => {
  start(manifestOf(precision()));
  expect(await scene.lockstep("validate", "--backfill")).toMatchObject({ code: expect.not.stringMatching("0"), stderr: expect.stringMatching(/LS201[^]*logs/) });
  scene.put("logs/a.csv", "id,ts,region,score,paid,label_ts\n");
  const empty = await scene.lockstep("validate", "--backfill");
  expect(empty.code, empty.stdout + empty.stderr).not.toBe(0);
  expect(empty.stdout + empty.stderr).toMatch(/LS2\d\d/);
  putLabelled(scene, "logs", good);
  const early = await scene.lockstep("validate", "--backfill", "--as-of", "2026-01-01");
  expect(early.code).toBe(3);
  expect(resultOf(await scene.run(), "precision").overall?.units ?? 0).toBe(0);
});

test("labels for predictions that nobody made, and labels before their prediction, are told", async () => {
  start(manifestOf(precision("\n        labelMaturity: 3d"), "{log: logs, labels: {source: labels.csv, key: id, label: paid, time: paid_at}}"));
  putUnlabelled(scene, "logs", good);
  putLabels(scene, "labels.csv", [...good.map((loan) => ({ ...loan, paidAt: loan.day % 2 === 0 ? loan.paidAt : "2026-05-01T00:00:00Z" })), ...loansOf({ from: "2026-06-01", days: 10, rowsADay: 60, ids: "stranger" })], "2027");
  await scene.lockstep("validate", "--backfill", "-o", "run.json", "-o", "report.txt");
  const run = await scene.run();
  const source = run.validation?.sources.find(({ role }) => role === "production");
  expect(source?.coverage?.labels).toMatchObject({ orphans: 600, beforePrediction: expect.any(Number) });
  expect(source?.coverage?.labels?.beforePrediction).toBeGreaterThan(1000);
  expect(run.findings.some(({ statement, verdict }) => verdict !== "pass" && /label/.test(statement))).toBe(true);
});

test("days without a row are shown as missing, those after the end of a history are not, and a silent production is no pass", async () => {
  start(manifestOf(precision("\n        labelMaturity: 14d")));
  putLabelled(scene, "logs", loansOf({ from: "2026-06-01", days: 63, rowsADay: 60, seed: 11, missing: [10, 11, 30] }));
  await scene.lockstep("validate", "--backfill");
  const run = await scene.run();
  expect(run.validation?.missingDays).toEqual(["2026-06-11", "2026-06-12", "2026-07-01"]);
  expect(resultOf(run, "precision").overall?.points.filter(({ status }) => status === "missing").map(({ label }) => label)).toEqual(["2026-06-11", "2026-06-12", "2026-07-01"]);
  const later = await scene.lockstep("validate", "--backfill", "--as-of", "2026-10-01");
  expect(later.code, later.stdout).toBe(3);
  expect(later.stdout).toMatch(/production\s+wrote\s+no\s+predictions\s+after\s+2026-08-02/);
});

test("a changed margin is refused until it is amended with a reason, and then shown beside the verdict", async () => {
  start(manifestOf(precision()));
  putLabelled(scene, "logs", good);
  expect((await scene.lockstep("validate", "--backfill")).code).not.toBe(2);
  scene.put("lockstep.yaml", manifestOf(precision("", "0.2")));
  expect(await scene.lockstep("validate", "--backfill")).toMatchObject({ code: 2, stderr: expect.stringMatching(/LS251[^]*margin/) });
  expect(await scene.lockstep("hypothesis", "amend", "precision")).toMatchObject({ code: 2, stderr: expect.stringMatching(/reason/) });
  expect((await scene.lockstep("hypothesis", "amend", "precision", "--reason", "the backtest was too hopeful")).code).toBe(0);
  await scene.lockstep("validate", "--backfill");
  const result = resultOf(await scene.run(), "precision");
  expect(result.version).toBe(2);
  expect(result.amendments).toMatchObject([{ version: 2, reason: "the backtest was too hopeful", dataUntil: expect.stringMatching(/^2026-08/) }]);
  expect(result.amendments[0]?.changed.map(({ field }) => field).join()).toContain("margin");
});

test("claims that exclude each other are refused before anything is counted", async () => {
  start(manifestOf(`      high:
        claim: high
        metric: {name: rate, column: score_high}
        expected: {value: 0.9, standardError: 0, source: us}
        margin: {below: 0.01, above: 0.01}
      low:
        claim: low
        metric: {name: rate, column: score_high}
        expected: {value: 0.1, standardError: 0, source: us}
        margin: {below: 0.01, above: 0.01}`));
  putLabelled(scene, "logs", good);
  expect(await scene.lockstep("validate", "--backfill")).toMatchObject({ code: 2, stderr: expect.stringMatching(/LS252[^]*(high|low)/) });
});

test("clocks an hour apart move no verdict where days are pooled, and are seen where windows are hours", async () => {
  start(manifestOf(precision()));
  putLabelled(scene, "logs", good);
  scene.put("shifted.yaml", manifestOf(precision(), "{log: shifted}"));
  putLabelled(scene, "shifted", good.map((loan) => ({ ...loan, ts: new Date(Date.parse(loan.ts) + 3_600_000).toISOString(), paidAt: new Date(Date.parse(loan.paidAt) + 3_600_000).toISOString() })));
  await scene.lockstep("validate", "--backfill");
  const own = resultOf(await scene.run(), "precision");
  await scene.lockstep("validate", "--backfill", "--manifest", "shifted.yaml", "--store", "other");
  const run = JSON.parse((await scene.lockstep("report", "latest", "--json", "--store", "other")).stdout) as Awaited<ReturnType<Scene["run"]>>;
  const shifted = resultOf(run, "precision");
  expect(shifted.overall?.verdict).toBe(own.overall?.verdict);
  expect(Math.abs((shifted.overall?.estimate ?? 0) - (own.overall?.estimate ?? 1))).toBeLessThan(0.01);
});

test("a zone with a clock change loses and doubles no row", async () => {
  start(manifestOf(precision("\n        timeZone: Europe/Vienna\n        window: hour\n        minimum: {rows: 1}")));
  const autumn = loansOf({ from: "2026-10-20", days: 12, rowsADay: 96, seed: 5 });
  putLabelled(scene, "logs", autumn);
  await scene.lockstep("validate", "--backfill");
  const points = resultOf(await scene.run(), "precision").overall?.points ?? [];
  expect(points.reduce((sum, { rows }) => sum + rows, 0)).toBe(autumn.length);
  // 2026-10-25 lasts 25 hours in Vienna.
  expect(points.filter(({ label }) => label.startsWith("2026-10-25"))).toHaveLength(25);
});

test("unknown hypotheses, models, options and times are errors with what was meant", async () => {
  start(manifestOf(precision()));
  putLabelled(scene, "logs", good.slice(0, 120));
  expect(await scene.lockstep("validate", "--hypothesis", "precison")).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/LS114[^]*precision/) });
  expect(await scene.lockstep("validate", "loan")).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/LS114[^]*loans/) });
  expect(await scene.lockstep("validate", "--backfil")).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/--backfill/) });
  expect(await scene.lockstep("validate", "--as-of", "yesterday")).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/LS102[^]*--as-of/) });
});
