import { spawnSync } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

const clone = join(import.meta.dirname, "../../..");
const page = (path: string): Promise<string> => readFile(join(clone, path), "utf8");

let root: string;

/** A copy beside a link to the tools, so that nothing is left in the clone. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "lockstep-example-"));
  await cp(join(clone, "examples/validation"), join(root, "examples/validation"), { recursive: true, filter: (path) => !path.includes(".lockstep") });
  await symlink(join(clone, "tools"), join(root, "tools"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

it("the example's first commands run as they stand, and say what README.md and docs/validation.md show", { timeout: 120_000 }, async () => {
  const commands = [...(await page("examples/validation/README.md")).matchAll(/```sh\n(.*?)```/gs)].slice(0, 3).map(([, block = ""]) => block);
  expect(commands.join("")).toMatch(/cd examples\/validation[^]*lockstep validate --backfill[^]*lockstep hypothesis list/);
  const { stdout, stderr } = spawnSync("bash", ["-c", commands.join("")], { cwd: root, encoding: "utf8", env: { ...process.env, NO_COLOR: "1", COLUMNS: "80" } });
  expect(stderr).not.toMatch(/error|MODULE_NOT_FOUND/);
  expect(stdout).toMatch(/delay\/flags-hold +(fail|inconclusive) +version 1/);
  for (const path of ["README.md", "docs/validation.md"]) {
    const [, shown = ""] = /```text\n(✗ FAIL {2}delay.*?)```/s.exec(await page(path)) ?? [];
    const lines = shown.split("\n").filter((line) => line.trim() !== "" && line.trim() !== "…");
    expect(lines.length, path).toBeGreaterThan(20);
    for (const line of lines) expect(stdout, path).toContain(line);
  }
});
