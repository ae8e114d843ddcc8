import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const clone = join(import.meta.dirname, "../../..");
const store = mkdtempSync(join(tmpdir(), "lockstep-populations-"));
afterAll(() => { rmSync(store, { recursive: true, force: true }); });

test("what the README shows of two populations is what comes out", () => {
  const readme = readFileSync(join(clone, "README.md"), "utf8");
  const [, command = ""] = /npm run lockstep -- (compare march=.*)/.exec(readme) ?? [];
  const [, start = "", end = ""] = /```text\n(✗ FAIL[\s\S]*?)\n\n…\n\n([\s\S]*?)\n```/.exec(readme) ?? [];
  expect(start).toContain("april is not like march");
  const { status, stdout } = spawnSync(process.execPath, ["src/cli/main.ts", ...command.split(" "), "--quiet", "--store", store], { cwd: clone, encoding: "utf8" });
  expect(status).toBe(1);
  expect(stdout.slice(0, start.length)).toBe(start);
  expect(stdout.trimEnd().slice(-end.length)).toBe(end);
});
