import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createDuckDbEngine } from "../../../adapters/engines/duckdb/create-duckdb-engine.ts";
import { relationFromRecording } from "./relation-from-recording.ts";

it("takes one arm and repeat of a recording", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-recording-"));
  const engine = await createDuckDbEngine({ memoryLimitBytes: 128 * 2 ** 20, threads: 1, temporaryDirectory: folder });
  try {
    await engine.load("recording", [
      { name: "call", dtype: "int64" }, { name: "row", dtype: "int64" }, { name: "key", dtype: "string" }, { name: "arm", dtype: "string" }, { name: "repeat", dtype: "int64" },
      { name: "replica", dtype: "string" }, { name: "error_code", dtype: "string" }, { name: "output.detail.p[0]", dtype: "float32" }, { name: "feature.age", dtype: "int64" },
    ], [
      [0n, 0n, "a", "main", 0n, "r1", null, 0.5, 1n],
      [1n, 0n, "a", "main", 1n, "r2", null, 0.25, 1n],
      [2n, 1n, "b", "main", 0n, null, "LS405", null, 2n],
      [3n, 0n, "a", "batch", 0n, "r1", null, 1, 1n],
    ]);
    const relation = await relationFromRecording(engine, { environment: "staging", sql: "recording", arm: "main", repeat: 0 });
    expect(relation).toMatchObject({ environment: "staging", rows: 2, outputs: [{ name: "detail.p[0]", column: "output.detail.p[0]", dtype: "float32" }] });
    expect(await engine.query(`SELECT * FROM ${relation.sql} ORDER BY position`)).toEqual([
      { key: "a", error_code: null, replica: "r1", position: 0n, "output.detail.p[0]": 0.5 },
      { key: "b", error_code: "LS405", replica: null, position: 1n, "output.detail.p[0]": null },
    ]);
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
