import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CliResult, runCli } from "../../../src/cli/run-cli.fixture.ts";
import type { Run } from "../../../src/core/domain/run.ts";
import { ensureEnvironment } from "../python/environments.ts";
import { freePort } from "../servers/free-port.ts";
import { inputsFile, modelFile } from "../servers/trained-models.ts";
import { type RunningServer, startServer } from "../servers/start-server.ts";

const here = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "lockstep-reported-"));
let server: RunningServer | undefined;
let inputs: string;

beforeAll(async () => {
  const { python } = await ensureEnvironment("sklearn-1.4.2");
  inputs = await inputsFile("patients", "csv");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  server = await startServer({
    name: "FastAPI that reports its metrics", file: python, args: ["-m", "uvicorn", "reporting_app:app", "--app-dir", here, "--host", "127.0.0.1", "--port", String(port), "--no-access-log", "--log-level", "warning"],
    env: { MODEL_PATH: await modelFile("sklearn-1.4.2", "patients-logistic"), LABELS: inputs, LABEL: "outcome", PYTHONPATH: join(here, "../servers") }, healthUrl: `${url}/health`, url,
  });
}, 300_000);

afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

let checks = 0;
const check = (...options: string[]): Promise<CliResult> =>
  runCli(["check", `staging=${server?.url}`, `testing=${server?.url}`, "--inputs", inputs, "--key", "id", "--exclude", "age_band,progression", "--store", `store-${++checks}`, "--json", ...options], { cwd: folder });
const runOf = ({ stdout, stderr }: CliResult): Run => {
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as Run;
};
const told = (run: Run, metric: string, environment = "testing") => {
  const found = run.findings.find(({ subject }) => subject.kind === "reported" && subject.name === `${metric} of ${environment}`);
  if (found === undefined) throw new Error(`nothing is told of ${metric}`);
  return found;
};

test("what scikit-learn computes is confirmed under its usual definition, and explained under eight others", async () => {
  const run = runOf(await check("--label", "outcome", "--reference-reported", `${server?.url}/reported/usual`, "--candidate-reported", `${server?.url}/reported/other`));
  const staging = run.reported.filter(({ environment }) => environment === "staging");
  expect(staging).toHaveLength(13);
  for (const { metric, reported, recomputed } of staging) {
    expect(told(run, metric, "staging").verdict, told(run, metric, "staging").statement).toBe("pass");
    expect(Math.abs(reported - (recomputed ?? Number.NaN)), metric).toBeLessThan(metric === "f1" ? 0.0005 : 1e-9);
  }
  for (const [metric, words] of [
    ["f1", /that is the macro average; for the positive class urgent by the output prediction it is [\d.]+, as everywhere else here/], ["precision", /weighted by the classes' frequency/], ["recall", /the one for class routine/], ["roc_auc", /of the decisions instead of the scores/],
    ["average_precision", /straight lines/], ["accuracy", /written in percent/], ["log_loss", /base 2/], ["brier_score", /square root/], ["balanced_accuracy", /over the first 150 rows/],
  ] as const) {
    expect(told(run, metric)).toMatchObject({ verdict: "warn", check: "reported.metric" });
    expect(told(run, metric).statement).toMatch(words);
    expect(run.reported.find((each) => each.metric === metric && each.environment === "testing")?.agreesAs).not.toBeNull();
  }
  expect(told(run, "f1_macro")).toMatchObject({ verdict: "fail", statement: expect.stringMatching(/cannot be reproduced/), n: 300 });
  expect([run.verdict, run.decision.exitCode]).toEqual(["fail", 1]);
}, 240_000);

test("without labels nothing of them is confirmed; a clock of its own is held against the recording's interval", async () => {
  const unlabelled = runOf(await check("--reference-reported", `${server?.url}/reported/usual`, "--candidate-reported", `${server?.url}/latency/98765.4`));
  expect(told(unlabelled, "f1", "staging")).toMatchObject({ verdict: "inconclusive", statement: expect.stringMatching(/there are no labels/) });
  expect(told(unlabelled, "error_rate", "staging").verdict).toBe("pass");
  expect(unlabelled.verdict).toBe("inconclusive");
  expect(told(unlabelled, "latency_p50_ms")).toMatchObject({ verdict: "warn", statement: expect.stringMatching(/cannot be reproduced.* by nearest rank it is/) });
}, 240_000);

test("a source that cannot be read is told before anybody is asked", async () => {
  writeFileSync(join(folder, "wrong.json"), '{"f1": {"value": "good"}}');
  for (const [source, code] of [["wrong.json", "LS203"], ["none.json", "LS201"], [`${server?.url}/nowhere`, "LS405"], [`${server?.url}/reported/closed`, "LS304"], [`${server?.url}/health`, "LS203"]] as const) {
    const { stdout, stderr, code: exit } = await check("--candidate-reported", source);
    expect(stderr, source).toContain(code);
    expect([stdout, exit === 0], source).toEqual(["", false]);
  }
}, 240_000);

test("from a manifest: headers by reference, an agreed mode", async () => {
  writeFileSync(join(folder, "lockstep.yaml"), `version: 1
models:
  risk:
    golden: {file: ${inputs}, key: id, label: outcome, exclude: [age_band, progression]}
    checks: {reported: warn, latency: observe}
environments:
  staging: {target: "${server?.url}", reported: {source: "${server?.url}/reported/closed", headers: {X-Reader: env:READER}}}
  testing: {target: "${server?.url}", reported: {source: "${server?.url}/reported/other"}}
compare:
  - {reference: staging, candidate: testing}
`);
  const args = ["check", "--store", "store-manifest", "--json"];
  const result = await runCli(args, { cwd: folder, env: { READER: "let-me-in" } });
  const run = runOf(result);
  expect(told(run, "f1", "staging").verdict).toBe("pass");
  expect(told(run, "f1_macro")).toMatchObject({ verdict: "fail", mode: "warn" });
  expect(run.verdict).toBe("warn");
  expect(`${result.stdout}${result.stderr}`).not.toContain("let-me-in");
  expect((await runCli(args, { cwd: folder })).stderr).toContain("LS104");
}, 240_000);
