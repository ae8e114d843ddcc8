import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCli } from "../../../src/cli/run-cli.fixture.ts";
import type { Run } from "../../../src/core/domain/run.ts";
import { ensureEnvironment } from "../python/environments.ts";
import { startCommittee, trainCommittee } from "../servers/committee-server.ts";
import type { RunningServer } from "../servers/start-server.ts";
import { runPython } from "../servers/trained-models.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-versions-"));
const running: RunningServer[] = [];
let [trained, upgraded, faulty] = ["", "", ""];

/** The committee that scikit-learn 1.3.0 pickled, served under a version of it. */
const serve = async (version: "sklearn-1.3.0" | "sklearn-1.4.2", env: Readonly<Record<string, string>> = {}): Promise<string> => {
  const server = await startCommittee(version, join(folder, "committee.pickle"), env);
  running.push(server);
  return `${server.url}/predict`;
};

beforeAll(async () => {
  await trainCommittee("sklearn-1.3.0", join(folder, "committee.pickle"));
  const rows = Array.from({ length: 150 }, (_, id) => `${id},${20 + (id * 7) % 50},${id % 8 === 3 ? "" : 1500 + (id * 37) % 3000}`);
  writeFileSync(join(folder, "rows.csv"), `id,age,income\n${rows.join("\n")}\n`);
  [trained, upgraded, faulty] = [await serve("sklearn-1.3.0"), await serve("sklearn-1.4.2"), await serve("sklearn-1.4.2", { FAULT: "null" })];
}, 240_000);

afterAll(async () => {
  for (const server of running) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Speed is no part of the question, and a busy machine would answer it at random: slow requests that come together say too little of a tail. */
const openFindings = ({ findings }: Run) => findings.filter(({ verdict, mode, check }) => verdict !== "pass" && mode !== "observe" && check !== "parity.latency");

const compare = async (candidate: string): Promise<{ readonly run: Run; readonly terminal: string; readonly code: number | null }> => {
  const { stdout, stderr, code } = await runCli(["check", `old=${trained}`, `new=${candidate}`, "--inputs", "rows.csv", "--key", "id", "-o", "run.json", "--no-probes", "--fresh"], { cwd: folder });
  if (stdout === "") throw new Error(stderr);
  return { run: JSON.parse(readFileSync(join(folder, "run.json"), "utf8")) as Run, terminal: stdout, code };
};

test("an upgrade that warns 130 times at loading and changes nothing passes, and says no word of it", async () => {
  const loading = `import pickle, warnings\nwith warnings.catch_warnings(record=True) as said:\n    warnings.simplefilter("always")\n    pickle.load(open(${JSON.stringify(join(folder, "committee.pickle"))}, "rb"))\nprint(sum(each.category.__name__ == "InconsistentVersionWarning" for each in said))`;
  expect(Number(await runPython((await ensureEnvironment("sklearn-1.4.2")).python, ["-c", loading]))).toBeGreaterThanOrEqual(130);
  const { run, terminal, code } = await compare(upgraded);
  const version = run.differences.find(({ id }) => id === "package.version:scikit-learn");
  expect(version).toMatchObject({ reference: "1.3.0", candidate: "1.4.2", quiet: null });
  expect(run.differences.some(({ id, together }) => [id, ...together].some((each) => each.startsWith("warning.raised:")))).toBe(true);
  expect(openFindings(run)).toEqual([]);
  expect(["pass", "warn", "inconclusive"]).toContain(run.verdict);
  expect([0, 3]).toContain(code);
  expect(terminal).not.toMatch(/scikit-learn|InconsistentVersion/);
});

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
  const open = openFindings(run);
  expect(open.findIndex(({ subject }) => subject.kind === "output")).toBeLessThan(open.findIndex(({ subject }) => subject.kind === "environment"));
  expect(terminal.indexOf("income is null")).toBeLessThan(terminal.indexOf("scikit-learn"));
});
