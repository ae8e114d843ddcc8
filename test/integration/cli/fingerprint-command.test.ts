import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exampleFingerprint } from "../../../src/checks/environment/example-fingerprint.fixture.ts";
import { runCli } from "../../../src/cli/run-cli.fixture.ts";

let cwd = "";
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "lockstep-fingerprint-"));
  await writeFile(join(cwd, "a.json"), JSON.stringify(exampleFingerprint()));
  await writeFile(join(cwd, "b.json"), JSON.stringify(exampleFingerprint({ "image.digest": `sha256:${"9".repeat(64)}`, "container.pod": "api-2" })));
  await writeFile(join(cwd, "c.json"), JSON.stringify(exampleFingerprint({ "container.pod": "api-2" })));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));
const run = (...args: string[]) => runCli(["fingerprint", ...args], { cwd });

test("diff: ranked, and an exit code on request", async () => {
  const [plain, coded, harmless, document] = await Promise.all([run("diff", "a.json", "b.json"), run("diff", "a.json", "b.json", "--exit-code"), run("diff", "a.json", "c.json", "--exit-code"), run("diff", "a.json", "b.json", "--json")]);
  expect([plain.code, coded.code, harmless.code, document.code]).toEqual([0, 1, 0, 0]);
  expect(plain.stdout).toMatch(/^high +container image/m);
  expect(harmless.stdout).toBe("no difference that matters; 1 harmless, shown with --all\n");
  expect(JSON.parse(document.stdout)).toMatchObject({ reference: { name: "a.json", method: "in-process" }, differences: [{ id: "image.digest", weight: "high" }, { id: "container.pod" }] });
});
test("take and export write whole files; show is for people", async () => {
  const [take, exported, show] = await Promise.all([run("take", "a.json", "-o", "out/taken.json"), run("export", "a.json", "--format", "pip-inspect"), run("show", "a.json")]);
  expect([take.code, exported.code, show.code, take.stdout]).toEqual([0, 0, 0, ""]);
  expect(JSON.parse(await readFile(join(cwd, "out/taken.json"), "utf8"))).toEqual(exampleFingerprint());
  expect(JSON.parse(exported.stdout)).toMatchObject({ version: "1", installed: expect.arrayContaining([{ metadata: { name: "numpy", version: "1.26.4" } }]) });
  expect(show.stdout).toContain("package.version:numpy");
});
test("wrong usage: no source, a file that is none, an option without use, an unknown format", async () => {
  const wrong = await Promise.all([run("take"), run("take", "missing.json"), run("diff", "a.json", "b.json", "--model", "m"), run("export", "a.json", "--format", "spdx"), run("export", "a.json", "--format", "cyclonedx", "--environment", "x")]);
  expect(wrong.map(({ code }) => code)).toEqual([2, 4, 2, 2, 2]);
  expect(wrong.map(({ stderr }) => /LS\d+/.exec(stderr)?.[0])).toEqual(["LS102", "LS320", "LS105", "LS102", "LS105"]);
});
