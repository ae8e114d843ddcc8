import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "./temporary-folder.ts";

test("what a dead process left behind goes, what a living one uses stays", () => {
  const store = mkdtempSync(join(tmpdir(), "lockstep-tmp-"));
  const dead = join(store, "tmp", String(spawnSync("true").pid));
  const alive = join(store, "tmp", String(process.ppid));
  for (const folder of [dead, alive]) mkdirSync(folder, { recursive: true });
  const own = temporaryFolder(store);
  expect([existsSync(dead), existsSync(alive)]).toEqual([false, true]);
  mkdirSync(own.path);
  own.remove();
  expect(existsSync(own.path)).toBe(false);
  rmSync(store, { recursive: true, force: true });
});
