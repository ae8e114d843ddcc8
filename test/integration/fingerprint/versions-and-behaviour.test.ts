import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCli } from "../../../src/cli/run-cli.fixture.ts";
import type { Run } from "../../../src/core/domain/run.ts";
import { ensureEnvironment } from "../python/environments.ts";
import { freePort } from "../servers/free-port.ts";
import { type RunningServer, startServer } from "../servers/start-server.ts";
import { runPython } from "../servers/trained-models.ts";

const servers = join(dirname(fileURLToPath(import.meta.url)), "../servers");
const sdk = fileURLToPath(new URL("../../../python/src", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "lockstep-versions-"));
const running: RunningServer[] = [];
let [trained, upgraded, faulty] = ["", "", ""];

/** The committee that scikit-learn 1.3.0 pickled, served under a version of it. */
const serve = async (environment: "sklearn-1.3.0" | "sklearn-1.4.2", env: Readonly<Record<string, string>> = {}): Promise<string> => {
  const { python } = await ensureEnvironment(environment);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  running.push(await startServer({
    name: `committee on ${environment}`, file: python, cwd: servers, url, healthUrl: `${url}/health`,
    args: ["-m", "uvicorn", "committee:app", "--app-dir", servers, "--port", String(port), "--no-access-log", "--log-level", "warning"],
    env: { MODEL_PATH: join(folder, "committee.pickle"), PYTHONPATH: sdk, ...env },
  }));
  return `${url}/predict`;
};

beforeAll(async () => {
  await runPython((await ensureEnvironment("sklearn-1.3.0")).python, ["committee.py", join(folder, "committee.pickle")]);
  const rows = Array.from({ length: 150 }, (_, id) => `${id},${20 + (id * 7) % 50},${id % 8 === 3 ? "" : 1500 + (id * 37) % 3000}`);
  writeFileSync(join(folder, "rows.csv"), `id,age,income\n${rows.join("\n")}\n`);
  [trained, upgraded, faulty] = [await serve("sklearn-1.3.0"), await serve("sklearn-1.4.2"), await serve("sklearn-1.4.2", { FAULT: "null" })];
}, 240_000);

afterAll(async () => {
  for (const server of running) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const compare = async (candidate: string): Promise<{ readonly run: Run; readonly terminal: string; readonly code: number | null }> => {
  const { stdout, stderr, code } = await runCli(["check", `old=${trained}`, `new=${candidate}`, "--inputs", "rows.csv", "--key", "id", "-o", "run.json", "--no-probes", "--fresh"], { cwd: folder });
  if (stdout === "") throw new Error(stderr);
  const { readFileSync } = await import("node:fs");
  return { run: JSON.parse(readFileSync(join(folder, "run.json"), "utf8")) as Run, terminal: stdout, code };
};

test("an upgrade that warns 130 times at loading and changes nothing passes, and says no word of it", async () => {
  const loading = `import pickle, warnings\nwith warnings.catch_warnings(record=True) as said:\n    warnings.simplefilter("always")\n    pickle.load(open(${JSON.stringify(join(folder, "committee.pickle"))}, "rb"))\nprint(sum(each.category.__name__ == "InconsistentVersionWarning" for each in said))`;
  expect(Number(await runPython((await ensureEnvironment("sklearn-1.4.2")).python, ["-c", loading]))).toBeGreaterThanOrEqual(130);
  const { run, terminal, code } = await compare(upgraded);
  const version = run.differences.find(({ id }) => id === "package.version:scikit-learn");
  expect(version).toMatchObject({ reference: "1.3.0", candidate: "1.4.2", quiet: null });
  expect(run.differences.some(({ id, together }) => [id, ...together].some((each) => each.startsWith("warning.raised:")))).toBe(true);
  expect(run.findings.filter(({ verdict, mode }) => verdict !== "pass" && mode !== "observe")).toEqual([]);
  expect([code, run.verdict]).toEqual([0, "pass"]);
  expect(terminal).not.toMatch(/scikit-learn|InconsistentVersion|warn /);
}, 120_000);

test("with one real change the change is named first, and the packages are suspects behind it", async () => {
  const { run, terminal, code } = await compare(faulty);
  expect([code, run.verdict]).toEqual([1, "fail"]);
  const [pattern] = run.patterns;
  expect(pattern).toMatchObject({ code: "SUBSET", rows: expect.stringContaining("income") });
  expect(run.headline).toContain("income is null");
  const suspects = pattern?.suspects.map(({ cause, why }) => `${cause} ${why}`) ?? [];
  expect(suspects[0]).toContain("Nulls are filled differently");
  const package_ = suspects.findIndex((suspect) => suspect.includes("scikit-learn"));
  expect(package_).toBeGreaterThan(0);
  const open = run.findings.filter(({ verdict, mode }) => verdict !== "pass" && mode !== "observe");
  expect(open.findIndex(({ subject }) => subject.kind === "output")).toBeLessThan(open.findIndex(({ subject }) => subject.kind === "environment"));
  expect(terminal.indexOf("income is null")).toBeLessThan(terminal.indexOf("scikit-learn"));
}, 120_000);
