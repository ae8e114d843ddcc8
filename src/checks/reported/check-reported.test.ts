import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { array, assert, asyncProperty, boolean, constantFrom, integer, record } from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import golden from "../../../spec/stats/reported.json" with { type: "json" };
import { createDuckDbEngine } from "../../adapters/engines/duckdb/create-duckdb-engine.ts";
import type { DType } from "../../core/domain/dtype.ts";
import type { FeatureRelation, PredictionRelation } from "../../core/domain/prediction-relation.ts";
import { ReportedMetric } from "../../core/domain/reported-metric.ts";
import type { Cell, Engine } from "../../ports/engine.ts";
import type { RecordingTable } from "../parity/recording/recording-relation.ts";
import { checkReported, type ReportedQuestion } from "./check-reported.ts";
import type { JudgedClaim } from "./judge-claim.ts";
import { readClaims } from "./read-claims.ts";

const temporaryDirectory = mkdtempSync(join(tmpdir(), "lockstep-reported-"));
let engine: Engine;
beforeAll(async () => {
  engine = await createDuckDbEngine({ memoryLimitBytes: 256 * 2 ** 20, threads: 2, temporaryDirectory });
});
afterAll(async () => {
  await engine.close();
  rmSync(temporaryDirectory, { recursive: true, force: true });
});

type Column = readonly [name: string, dtype: DType, values: readonly Cell[]];
let tables = 0;
const load = async (columns: readonly Column[]): Promise<string> => {
  const table = `reported_test_${++tables}`;
  await engine.load(table, columns.map(([name, dtype]) => ({ name, dtype })), Array.from({ length: columns[0]?.[2].length ?? 0 }, (_, row) => columns.map(([, , values]) => values[row] ?? null)));
  return table;
};
const keys = (n: number): Column => ["key", "string", Array.from({ length: n }, (_, row) => `k${row}`)];
const predictions = async (columns: readonly Column[], failed: readonly number[] = []): Promise<PredictionRelation> => {
  const n = columns[0]?.[2].length ?? 0;
  const sql = await load([keys(n), ["error_code", "string", Array.from({ length: n }, (_, row) => (failed.includes(row) ? "LS405" : null))], ["position", "int64", Array.from({ length: n }, (_, row) => BigInt(row))], ...columns]);
  return { environment: "production", sql, rows: n, outputs: columns.map(([name, dtype]) => ({ name, column: name, dtype })) };
};
const labels = async (...[name, dtype, values]: Column): Promise<FeatureRelation> => ({ sql: await load([keys(values.length), [name, dtype, values]]), features: [{ name, column: name, dtype }] });
const ask = (reported: unknown, question: Partial<ReportedQuestion> & Pick<ReportedQuestion, "predictions">): Promise<JudgedClaim[]> =>
  checkReported(engine, { recording: null, features: null, label: "y", threshold: null, roles: question.predictions.outputs.map(({ name, dtype }) => ({ name, role: dtype === "float64" ? "score" : "decision" })), claims: readClaims(typeof reported === "string" ? reported : JSON.stringify(reported), "metrics.json"), ...question });
const one = async (...of: Parameters<typeof ask>): Promise<JudgedClaim> => {
  const [found] = await ask(...of);
  if (found === undefined) throw new Error("nothing was judged");
  ReportedMetric.parse(found.reported);
  return found;
};
const rounded = (value: number): number => Number(value.toFixed(5));

describe("yes/no labels and a score", () => {
  const { y, s, ...by } = golden.ranking;
  let question: Pick<ReportedQuestion, "predictions" | "features">;
  beforeAll(async () => {
    question = { predictions: await predictions([["score", "float64", s]]), features: await labels("y", "int64", y.map(BigInt)) };
  });
  const n = y.length;
  const f1 = (yes: (row: number) => boolean, from = 0, to = n, positive = 1): number => {
    let [both, either] = [0, 0];
    for (let row = from; row < to; row++) {
      const [decided, is] = [(yes(row) ? 1 : 0) === positive, y[row] === positive];
      if (decided && is) both += 1;
      either += Number(decided) + Number(is);
    }
    return (2 * both) / either;
  };
  const at = (row: number): number => s[row] ?? Number.NaN;

  test.each([
    ["auc", by.auc], ["roc_auc", by.auc], ["AUROC", by.auc], ["auc[score]", by.auc], ["score.auc", by.auc], ["pr_auc", by.averagePrecision], ["average_precision", by.averagePrecision],
    ["brier", by.brier], ["log_loss", by.logLoss], ["f1", by.f1], ["macro_f1", by.macroF1], ["f1-macro", by.macroF1], ["mae", by.mae], ["rmse", by.rmse], ["mse", by.mse], ["r2", by.r2],
  ] as const)("%s under the usual definition passes, to every digit", async (name, value) => {
    const { finding, reported } = await one({ [name]: value }, question);
    expect(finding.verdict, finding.statement).toBe("pass");
    expect(reported.recomputed).toBeCloseTo(value, 10);
    expect(finding.subject.name).toBe(`${name} of production`);
  });

  test.each([
    ["auc", by.averagePrecision, /average precision/], ["auc", 1 - by.auc, /score turned round/], ["auc", by.trapezoid, /straight lines/], ["auc", 2 * by.auc - 1, /Gini/],
    ["pr_auc", by.auc, /under the ROC curve/], ["f1", by.macroF1, /the macro average/], ["f1", f1((row) => at(row) >= 0.5, 0, n, 0), /the one for class 0/], ["f1", f1((row) => at(row) > 0.5), /at score > 0.5/],
    ["f1_macro", by.f1, /the one for class 1/], ["log_loss", by.logLoss / Math.LN2, /base 2/], ["log_loss", by.logLoss * n, /sum over rows/], ["brier", by.brier * 2, /both classes/], ["brier", Math.sqrt(by.brier), /square root/],
    ["rmse", by.mse, /mean squared error/], ["rmse", Math.sqrt((by.mse * n) / (n - 1)), /n - 1 instead of n/],
  ] as const)("%s of %d is recognised", async (name, value, words) => {
    const { finding, reported } = await one({ [name]: rounded(value) }, question);
    expect(finding, finding.statement).toMatchObject({ verdict: "warn", check: "reported.metric", subject: { kind: "reported" } });
    expect(finding.statement).toMatch(words);
    expect(reported.agreesAs).toMatch(words);
  });

  test("percent, another threshold, part of the rows", async () => {
    expect((await one({ f1: rounded(by.f1 * 100) }, question)).finding.statement).toMatch(/written in percent/);
    const agreed = { ...question, threshold: 0.4 };
    expect((await one({ f1: rounded(f1((row) => at(row) >= 0.4)) }, agreed)).finding.verdict).toBe("pass");
    expect((await one({ f1: rounded(by.f1) }, agreed)).finding.statement).toMatch(/at score >= 0.5.*for the positive class 1 at score >= 0.4 it is/);
    const first = rounded(f1((row) => at(row) >= 0.5, 0, 200));
    expect((await one({ f1: { value: first, n: 200 } }, question)).finding.statement).toMatch(/over the first 200 rows/);
    expect((await one({ f1: { value: rounded(f1((row) => at(row) >= 0.5, 100)), n: 200 } }, question)).finding.statement).toMatch(/over the last 200 rows/);
    expect((await one({ f1: { value: first, window: "first 200 rows" } }, question)).finding.verdict).toBe("pass");
  });

  test("what is named as it was computed passes; what is named otherwise does not", async () => {
    expect((await one({ f1: { value: rounded(by.macroF1), average: "macro" } }, question)).finding.verdict).toBe("pass");
    expect((await one({ f1: { value: rounded(f1((row) => at(row) >= 0.5, 0, n, 0)), positive: 0 } }, question)).finding.verdict).toBe("pass");
    expect((await one({ f1: { value: rounded(f1((row) => at(row) >= 0.35)), threshold: 0.35 } }, question)).finding.verdict).toBe("pass");
    const wrong = await one({ f1: { value: rounded(by.f1), average: "macro" } }, question);
    expect(wrong.finding.statement).toMatch(/that is the one for class 1; as macro average .* it is [\d.]+, as it was said/);
  });

  test("digits decide what agrees: 0.90 says more than 0.9", async () => {
    const close = (by.auc + 0.02).toFixed(3).slice(0, 3);
    expect((await one(`{"auc": ${close}}`, question)).finding.verdict).toBe("pass");
    expect((await one(`{"auc": ${close}000}`, question)).finding.verdict).not.toBe("pass");
  });

  test("what no definition gives fails on the same rows or beyond chance, and warns where other rows may explain it", async () => {
    const verdict = async (value: unknown) => (await one({ auc: value }, question)).finding;
    const [far, near] = [0.99137, by.auc + 0.012345];
    expect(await verdict({ value: near, n })).toMatchObject({ verdict: "fail", statement: expect.stringMatching(/cannot be reproduced/), interval: { method: "DeLong" } });
    expect((await verdict(far)).verdict).toBe("fail");
    expect((await verdict(near)).verdict).toBe("warn");
    expect(await verdict({ value: far, n: 5000 })).toMatchObject({ verdict: "warn", action: expect.stringMatching(/n and window/) });
  });

  test("nothing is guessed and nothing missing passes", async () => {
    expect((await one({ uptime: 0.99 }, question)).finding).toMatchObject({ verdict: "inconclusive", mode: "observe", statement: "production says uptime 0.99, which is no metric that is known here" });
    expect((await one({ auc: by.auc }, { ...question, features: null })).finding).toMatchObject({ verdict: "inconclusive", mode: "enforce" });
    expect((await one({ p99: 12 }, question)).finding).toMatchObject({ verdict: "inconclusive", statement: expect.stringMatching(/no requests/) });
    const few = { predictions: await predictions([["score", "float64", s.slice(0, 25)]]), features: await labels("y", "int64", y.slice(0, 25).map(BigInt)) };
    for (const name of ["auc", "f1", "brier", "rmse"]) expect((await one({ [name]: 0.5 }, few)).finding.verdict, name).toBe("inconclusive");
    const two = { ...question, predictions: await predictions([["a", "float64", s], ["b", "float64", s.map((score) => score ** 2)]]) };
    expect((await one({ auc: by.auc }, two)).finding).toMatchObject({ verdict: "inconclusive", statement: expect.stringMatching(/several scores \(a and b\).*auc\[a\]/) });
    expect((await one({ "auc[b]": by.auc }, two)).finding.verdict).toBe("pass");
  });

  test("rows that failed, and rows without a label", async () => {
    const failed = Array.from({ length: 12 }, (_, row) => row * 7);
    const right = (counts: (row: number) => boolean): number => Array.from({ length: n }, (_, row) => row).filter((row) => counts(row) && (at(row) >= 0.5) === (y[row] === 1)).length;
    const withFailed = { ...question, predictions: await predictions([["score", "float64", s]], failed) };
    const answered = right((row) => !failed.includes(row));
    expect((await one({ accuracy: rounded(answered / (n - 12)) }, withFailed)).finding.verdict).toBe("pass");
    expect((await one({ accuracy: rounded(answered / n) }, withFailed)).finding.statement).toMatch(/12 rows that got no answer counted as wrong/);
    const unlabelled = { ...question, features: await labels("y", "int64", y.map((of, row) => (failed.includes(row) ? null : BigInt(of)))) };
    const asNegative = answered + failed.filter((row) => at(row) < 0.5).length;
    expect((await one({ accuracy: rounded(asNegative / n) }, unlabelled)).finding.statement).toMatch(/12 rows without a label counted as 0/);
  });

  test("of a vector of two the positive one, written decisions before derived ones, AUC of decisions", async () => {
    const vector = { ...question, predictions: await predictions([["p[0]", "float64", s.map((score) => 1 - score)], ["p[1]", "float64", s], ["decision", "int64", s.map((score) => BigInt(Number(score >= 0.45)))], ["version", "string", s.map(() => "2026-03")]]) };
    expect((await one({ auc: by.auc }, vector)).finding.verdict).toBe("pass");
    expect((await one({ f1: rounded(f1((row) => at(row) >= 0.45)) }, vector)).finding.verdict).toBe("pass");
    expect((await one({ f1: rounded(by.f1) }, vector)).finding.statement).toMatch(/at p\[1\] >= 0.5/);
    const rate = (is: number): number => Array.from({ length: n }, (_, row) => row).filter((row) => y[row] === is && at(row) >= 0.45).length / y.filter((of) => of === is).length;
    expect((await one({ auc: rounded((1 + rate(1) - rate(0)) / 2) }, vector)).finding.statement).toMatch(/of the decisions instead of the scores/);
  });
});

test("several classes: macro is usual, weighted and micro are recognised; the most likely of a vector decides", async () => {
  const of = golden.averages[1];
  if (of === undefined) throw new Error("there is no case of three classes");
  const rows = of.cells.flatMap(({ label, decision, count }) => Array.from({ length: count }, () => [Number(label), Number(decision)] as const));
  const features = await labels("y", "int64", rows.map(([label]) => BigInt(label)));
  const written = { predictions: await predictions([["class", "int64", rows.map(([, decision]) => BigInt(decision))]]), features };
  const vector = { predictions: await predictions([0, 1, 2].map((index): Column => [`p[${index}]`, "float64", rows.map(([, decision]) => (decision === index ? 0.6 : 0.2))])), features };
  for (const question of [written, vector]) {
    expect((await one({ f1: of.f1.macro }, question)).finding.verdict).toBe("pass");
    expect((await one({ f1: rounded(of.f1.weighted) }, question)).finding.statement).toMatch(/weighted by the classes' frequency/);
    expect((await one({ f1: rounded(of.f1.micro) }, question)).finding.statement).toMatch(/micro average/);
    expect((await one({ accuracy: rounded(of.balancedAccuracy) }, question)).finding.statement).toMatch(/balanced accuracy/);
  }
});

describe("requests", () => {
  const n = 300;
  // The slower calls carry two rows; one call in fifty fails late.
  const calls = Array.from({ length: n }, (_, call) => ({ call, ms: Math.round((5 + ((call * 7919) % 997) ** 2 / 9000) * 1000) / 1000, fails: call % 50 === 49, rows: (call * 7919) % 997 > 600 ? 2 : 1 }));
  const answered = calls.filter(({ fails }) => !fails).map(({ ms }) => ms);
  const sorted = answered.toSorted((a, b) => a - b);
  const linear = (values: readonly number[], q: number): number => {
    const at = (values.length - 1) * q;
    const [low, high] = [values[Math.floor(at)] ?? Number.NaN, values[Math.ceil(at)] ?? Number.NaN];
    return low + (high - low) * (at - Math.floor(at));
  };
  const nearest = (values: readonly number[], q: number): number => values[Math.ceil(values.length * q) - 1] ?? Number.NaN;
  const perBatch = (size: number): number => {
    const batches = Array.from({ length: Math.ceil(answered.length / size) }, (_, batch) => answered.slice(batch * size, (batch + 1) * size).toSorted((a, b) => a - b));
    return batches.reduce((sum, batch) => sum + linear(batch, 0.95), 0) / batches.length;
  };
  const mean = answered.reduce((sum, ms) => sum + ms, 0) / answered.length;
  const deviation = (by: number): number => Math.sqrt(answered.reduce((sum, ms) => sum + (ms - mean) ** 2, 0) / by);
  let question: Pick<ReportedQuestion, "predictions" | "recording">;
  beforeAll(async () => {
    const rows = calls.flatMap((call) => Array.from({ length: call.rows }, (_, row) => ({ ...call, row })));
    const column = (name: string, dtype: DType, of: (row: (typeof rows)[number], index: number) => Cell): Column => [name, dtype, rows.map(of)];
    const sql = await load([
      column("call", "int64", ({ call }) => BigInt(call)), column("row", "int64", (_, index) => BigInt(index)), column("key", "string", (_, index) => `k${index}`), column("arm", "string", () => "main"), column("repeat", "int64", () => 0n),
      column("sent_at", "float64", ({ call }) => 1e12 + call * 10), column("latency_ms", "float64", ({ ms, fails }) => (fails ? 900 : ms)), column("status", "int64", ({ fails }) => (fails ? 500n : 200n)),
      column("error_code", "string", ({ fails }) => (fails ? "LS405" : null)), column("error_message", "string", () => null),
    ]);
    const recording: RecordingTable = { environment: "production", sql, outputs: [] };
    question = { recording, predictions: { environment: "production", sql, rows: rows.length, outputs: [] } };
  });
  const withFailed = calls.map(({ ms, fails }) => (fails ? 900 : ms)).toSorted((a, b) => a - b);
  const perRow = calls.filter(({ fails }) => !fails).flatMap(({ ms, rows }) => Array.from({ length: rows }, () => ms)).toSorted((a, b) => a - b);
  const failedRows = calls.filter(({ fails }) => fails).reduce((sum, { rows }) => sum + rows, 0);

  const allRows = calls.reduce((sum, { rows }) => sum + rows, 0);

  test.each([
    ["p95", nearest(sorted, 0.95), /pass .*by nearest rank, on 294 requests/], ["latency_p95", nearest(sorted, 0.95), /pass/], ["p95_s", nearest(sorted, 0.95) / 1000, /pass/], ["latency_p50_ms", nearest(sorted, 0.5), /pass/], ["mean_latency", mean, /pass/],
    ["p95", linear(sorted, 0.95), /warn .*by linear interpolation/], ["p95", nearest(sorted, 0.95) / 1000, /warn .*written in seconds/], ["p95", sorted.at(-1) ?? 0, /warn .*the largest/], ["p95", mean, /warn .*the mean/],
    ["p95", perBatch(50), /warn .*mean of percentiles of 50 requests each, by linear/], ["p95", nearest(withFailed, 0.95), /warn .*failed requests counted as answers/], ["p95", nearest(perRow, 0.95), /warn .*per row instead of per request/],
    ["mean_latency", nearest(sorted, 0.5), /warn .*the median/], ["latency_std", deviation(answered.length), /warn .*population deviation/], ["latency_std", deviation(answered.length - 1), /pass/],
    ["error_rate", 6 / n, /pass/], ["error_rate", (6 / n) * 100, /warn .*written in percent/], ["error_rate_percent", 2, /pass/], ["error_rate", failedRows / allRows, /warn .*share of rows instead of requests/], ["error_rate", 0, /(warn|pass .*within what chance allows)/], ["p95", 4321.987, /warn .*cannot be reproduced/],
  ] as const)("%s of %d", async (name, value, words) => {
    const { finding } = await one({ [name]: Number(value.toPrecision(7)) }, question);
    expect(`${finding.verdict} ${finding.statement}`).toMatch(words);
  });

  test("the first of them; a p99 of its own clock inside the interval passes, and never fails beyond", async () => {
    const first = answered.slice(0, 100).toSorted((a, b) => a - b);
    expect((await one({ p95: { value: Number(nearest(first, 0.95).toPrecision(7)), n: 100 } }, question)).finding.statement).toMatch(/over the first 100 requests/);
    const own = await one({ p95: Number((nearest(sorted, 0.95) * 0.995).toPrecision(3)) }, question);
    expect(own.finding, own.finding.statement).toMatchObject({ verdict: "pass", statement: expect.stringMatching(/within what chance allows|its recording gives it/) });
  });
});

test("a number reported under one of the definitions is recognised as that one or as one that gives the same number", async () => {
  const definition = constantFrom("positive", "other", "macro", "micro", "weighted");
  const row = record({ label: boolean(), noise: integer({ min: 0, max: 100 }) });
  await assert(asyncProperty(array(row, { minLength: 40, maxLength: 60 }), definition, async (rows, by) => {
    const scores = rows.map(({ label, noise }) => (noise + (label ? 30 : 0)) / 130);
    const decided = scores.map((score) => score >= 0.5);
    if (new Set(rows.map(({ label }) => label)).size < 2) return;
    const f1 = (is: boolean): number => {
      const both = rows.filter(({ label }, index) => label === is && decided[index] === is).length;
      const either = rows.filter(({ label }) => label === is).length + decided.filter((each) => each === is).length;
      return either === 0 ? 0 : (2 * both) / either;
    };
    const share = rows.filter(({ label }) => label).length / rows.length;
    const right = rows.filter(({ label }, index) => label === decided[index]).length / rows.length;
    const value = { positive: f1(true), other: f1(false), macro: (f1(true) + f1(false)) / 2, micro: right, weighted: f1(true) * share + f1(false) * (1 - share) }[by];
    const { finding, reported } = await one({ f1: value }, { predictions: await predictions([["score", "float64", scores]]), features: await labels("y", "bool", rows.map(({ label }) => label)) });
    const words = { positive: /usual definition/, other: /class 0/, macro: /macro/, micro: /micro/, weighted: /weighted/ }[by];
    expect(["pass", "warn"]).toContain(finding.verdict);
    if (!words.test(reported.agreesAs ?? "")) expect(finding.verdict === "pass" ? reported.recomputed : Number(finding.evidence["otherDefinitions"]) > 0 ? value : null).toBeCloseTo(value, 9);
    expect(reported.recomputed).toBeCloseTo(f1(true), 12);
  }), { numRuns: 25, seed: 7 });
});

test("a positive class that nobody has, and a share of exactly none", async () => {
  const question = { predictions: await predictions([["score", "float64", Array.from({ length: 40 }, (_, row) => row / 40)]]), features: await labels("y", "int64", Array.from({ length: 40 }, (_, row) => BigInt(row % 2))) };
  expect((await one({ f1: { value: 0.5, positive: 7 } }, question)).finding).toMatchObject({ verdict: "inconclusive", statement: expect.stringMatching(/no row has the class 7/) });
  expect((await one({ recall: 0 }, question)).finding.verdict).toBe("fail");
});
