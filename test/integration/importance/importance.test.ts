import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ImportanceDocument } from "../../../src/app/importance/importance-document.ts";
import { runCli } from "../../../src/cli/run-cli.fixture.ts";
import { normal } from "../../../src/core/random/normal.ts";
import { streamOf } from "../../../src/core/random/stream-of.ts";
import { serveForTest, type ServedAnswer } from "../../../src/ports/serving.fixture.ts";

interface Row {
  readonly income: number;
  readonly age: number;
  readonly debt: number;
  readonly country: string;
}

let cwd = "";
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "lockstep-importance-"));
  const random = streamOf(1, "rows");
  const rows = Array.from({ length: 80 }, (_, id) => `${id},${normal(random)},${normal(random)},${normal(random)},FR,${random.below(2)}`);
  await writeFile(join(cwd, "rows.csv"), `id,income,age,debt,country,paid\n${rows.join("\n")}\n`);
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const linear = (income: number, age: number, debt: number) => (row: Row): ServedAnswer => {
  const score = income * row.income + age * row.age + debt * row.debt + (row.country === "FR" ? 1 : 0);
  return { body: JSON.stringify({ score, decision: score > 1 ? "yes" : "no", model: "v1" }) };
};

const ask = async (answers: readonly [(row: Row) => ServedAnswer, (row: Row) => ServedAnswer], names: readonly [string, string], ...args: string[]) => {
  const servers = await Promise.all(answers.map((answer) => serveForTest(({ method, body }) => (method === "GET" ? { status: 405 } : answer(JSON.parse(body) as Row)))));
  try {
    const targets = servers.map(({ url }, index) => `${names[index]}=${url}/predict`);
    const ran = await runCli(["importance", ...targets, "--inputs", "rows.csv", "--key", "id", "--label", "paid", "--template", "{{row}}", "--seed", "5", "--warmup", "2", ...args], { cwd });
    return { ...ran, asked: servers.map(({ requests }) => requests.filter(({ method }) => method === "POST")) };
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
};

it("finds the feature whose coefficient differs, tells the number of requests beforehand, and asks both sides the same rows", async () => {
  const { code, stdout, stderr, asked } = await ask([linear(3, -1, 0.5), linear(3, -1, 2)], ["staging", "testing"], "--repeats", "2", "-o", "importance.json");
  expect([code, stderr]).toEqual([1, expect.stringContaining("80 rows twice as they are, and with each of 4 features permuted 2 times: 800 requests to each side, and 2 to warm up")]);
  const [one, other] = asked.map((requests) => requests.map(({ body }) => body).sort());
  expect([one?.length, one]).toEqual([802, other]);
  expect(one?.[0]).not.toMatch(/"paid"|"id"/);
  const document = JSON.parse(await readFile(join(cwd, "importance.json"), "utf8")) as ImportanceDocument;
  const score = document.outputs.find(({ output }) => output === "score");
  expect(score?.features.map(({ feature, verdict }) => [feature, verdict])).toEqual([["income", "pass"], ["age", "pass"], ["debt", "fail"], ["country", "pass"]]);
  expect(score?.features[2]?.difference?.mean).toBeCloseTo(1.5 * 2 / Math.sqrt(Math.PI), 0);
  expect(score?.features[3]).toMatchObject({ reference: { mean: 0 }, candidate: { mean: 0 } });
  expect(document).toMatchObject({ verdict: "fail", exitCode: 1, seed: 5, rows: 80, rowsAskedPerSide: 800, unmoved: ["model"] });
  expect(stdout).toMatch(/score: mean change; margin 0\.3\d* \(default, 10% of the reference's largest\)/);
  expect(stdout).toMatch(/FAIL +debt/i);
  expect(stdout).toContain("Not judged: model");
  expect(await readdir(join(cwd, ".lockstep", "tmp"))).toEqual([]);
});

it("passes equal models, by the outputs and features that were named, and asks production no faster than it may be asked", async () => {
  const { code, stdout, stderr, asked } = await ask([linear(3, -1, 0.5), linear(3, -1, 0.5)], ["staging", "production"], "--rows", "40", "--repeats", "1", "--features", "age,debt", "--outputs", "score", "--json", "--max-rate", "400");
  const document = JSON.parse(stdout) as ImportanceDocument;
  expect([code, document.verdict, document.outputs.map(({ output, features }) => [output, features.map(({ feature, difference }) => [feature, difference?.mean])])]).toEqual([0, "pass", [["score", [["age", 0], ["debt", 0]]]]]);
  expect(stderr).toContain("production is asked gently: at most 400 requests a second");
  expect(asked[1]?.every(({ headers }) => headers["x-lockstep-run"] === document.id)).toBe(true);
});

it("concludes nothing from few rows, and refuses what it cannot use before anybody is asked", async () => {
  const models = [linear(3, -1, 0.5), linear(3, -1, 0.5)] as const;
  const few = await ask(models, ["a", "b"], "--rows", "10", "--repeats", "1", "--outputs", "score");
  expect([few.code, few.stdout]).toEqual([3, expect.stringContaining("fewer than 30 rows never pass")]);
  for (const [args, message] of [[["--features", "agee"], "LS207"], [["--margin", "wide"], "--margin"], [["-o", "report.html"], "LS102"], [["--metrics", "http://localhost/metrics"], "LS105"]] as const) {
    const refused = await ask(models, ["a", "b"], ...args);
    expect([refused.code, refused.stderr, refused.asked.flat().length]).toEqual([2, expect.stringContaining(message), 0]);
  }
});
