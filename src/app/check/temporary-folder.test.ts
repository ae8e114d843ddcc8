import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createDuckDbEngine } from "../../adapters/engines/duckdb/create-duckdb-engine.ts";
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

test("an engine that needs more than its memory spills into it", async () => {
  const store = join(mkdtempSync(join(tmpdir(), "lockstep-tmp-")), ".lockstep");
  const own = temporaryFolder(store);
  const engine = await createDuckDbEngine({ memoryLimitBytes: 64 * 2 ** 20, threads: 1, temporaryDirectory: own.path });
  await engine.execute("CREATE TABLE t AS SELECT range AS a, hash(range) AS b, hash(range + 1) AS c FROM range(10000000)");
  expect((await engine.query("SELECT count(*) AS n FROM t"))[0]).toEqual({ n: 10_000_000n });
  expect(existsSync(own.path)).toBe(true);
  await engine.close();
  own.remove();
  rmSync(store, { recursive: true, force: true });
});
