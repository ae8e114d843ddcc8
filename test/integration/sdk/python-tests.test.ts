import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { findInterpreters } from "../probe/interpreters.ts";
import { runToEnd, sdkSource } from "../probe/python-start.ts";
import { ensureEnvironment } from "../python/environments.ts";

const tests = fileURLToPath(new URL("../../../python/tests", import.meta.url));
const parts = ["fence", "training", "stages", "preprocessing", "mount", "log", "spans"];

const runUnittest = async (python: string): Promise<number> => {
  // unittest tells its result on stderr.
  const script = "import subprocess, sys; done = subprocess.run([sys.executable, '-W', 'error', '-m', 'unittest', *sys.argv[1:]], stderr=subprocess.STDOUT); sys.exit(done.returncode)";
  const said = await runToEnd(python, ["-c", script, ...parts.map((part) => `test_${part}`)], { cwd: tests, env: { ...process.env, PYTHONPATH: sdkSource } });
  expect(said).toMatch(/\nOK( \(skipped=\d+\))?\s*$/);
  return Number(/Ran (\d+) tests/.exec(said)?.[1] ?? 0);
};

const interpreters = await findInterpreters();
/** The oldest and the newest promised; what they agree on holds between them. */
const ends = [interpreters[0], interpreters.at(-1)].filter((each) => each !== undefined);

test.each(ends)("Python $version: the SDK's own tests pass without any library", async ({ python }) => {
  expect(await runUnittest(python)).toBeGreaterThan(50);
});

test("they pass beside numpy, pandas and scikit-learn", async () => {
  expect(await runUnittest((await ensureEnvironment("sklearn-1.4.2")).python)).toBeGreaterThan(50);
}, 300_000);
