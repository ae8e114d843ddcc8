import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { engineConformance } from "../../../ports/engine.conformance.ts";
import type { Engine } from "../../../ports/engine.ts";
import { createDuckDbEngine } from "./create-duckdb-engine.ts";

const withEngine = async (work: (engine: Engine) => Promise<void>, memoryLimitBytes = 256 * 2 ** 20): Promise<void> => {
  const temporaryDirectory = mkdtempSync(join(tmpdir(), "lockstep-engine-"));
  const engine = await createDuckDbEngine({ memoryLimitBytes, threads: 2, temporaryDirectory });
  try {
    await work(engine);
  } finally {
    await engine.close();
    rmSync(temporaryDirectory, { recursive: true, force: true });
  }
};

describe("the DuckDB engine", () => {
  for (const { name, run } of engineConformance) it(name, () => withEngine(run));

  it("says LS602 when the memory it was given is not enough", () => withEngine(async (engine) => {
    await expect(engine.query("SELECT list(range) FROM range(20000000)")).rejects.toMatchObject({ code: "LS602" });
  }, 32 * 2 ** 20));

  it("reads Parquet and JSON with nothing to download", () => withEngine(async (engine) => {
    const rows = await engine.query("SELECT extension_name AS name FROM duckdb_extensions() WHERE loaded");
    const names = rows.map((row) => row["name"]);
    expect(names).toContain("parquet");
    expect(names).toContain("json");
    expect(names).not.toContain("httpfs");
    await expect(engine.execute("FROM read_parquet('https://localhost:1/x.parquet')")).rejects.toThrow();
  }));

  it("writes values of other types as text", () => withEngine(async (engine) => {
    const [row] = await engine.query("SELECT DATE '2024-02-29' AS d, [1, 2] AS l, 1.50::DECIMAL(9, 2) AS c");
    expect(row).toEqual({ d: "2024-02-29", l: "[1, 2]", c: "1.50" });
  }));
});

describe("a Parquet file with a good footer and damaged pages", () => {
  it("is LS203, not a crash", () => withEngine(async (engine) => {
    const folder = mkdtempSync(join(tmpdir(), "lockstep-damaged-"));
    const path = join(folder, "a.parquet");
    await engine.execute(`COPY (SELECT range AS id, random() AS score FROM range(5000)) TO '${path}'`);
    const bytes = readFileSync(path);
    for (let place = 40; place < bytes.length / 2; place += 1) bytes[place] = (bytes.readUInt8(place) * 7 + 13) & 255;
    writeFileSync(path, bytes);
    await expect(engine.query(`SELECT sum(score) AS s, sum(id) AS i FROM read_parquet('${path}')`)).rejects.toMatchObject({ code: "LS203" });
    rmSync(folder, { recursive: true, force: true });
  }));
});
