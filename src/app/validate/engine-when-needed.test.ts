import { expect, it } from "vitest";
import { createDuckDbEngine } from "../../adapters/engines/duckdb/create-duckdb-engine.ts";
import { engineWhenNeeded } from "./engine-when-needed.ts";

it("is opened once, by the first question, and not at all without one", async () => {
  let opened = 0;
  const open = () => {
    opened += 1;
    return createDuckDbEngine({ memoryLimitBytes: 64 * 2 ** 20, threads: 1, temporaryDirectory: "" });
  };
  await engineWhenNeeded(open).close();
  expect(opened).toBe(0);
  const engine = engineWhenNeeded(open);
  await engine.execute("CREATE TABLE t AS SELECT 7 AS n");
  expect(await engine.query("SELECT n FROM t WHERE n = $1", [7])).toEqual([{ n: 7 }]);
  expect(opened).toBe(1);
  await engine.close();
});
