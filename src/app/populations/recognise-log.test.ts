import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDuckDbEngine } from "../../adapters/engines/duckdb/create-duckdb-engine.ts";
import type { Engine } from "../../ports/engine.ts";
import { fixturePaths, logFixtures } from "../../ports/log-format.fixture.ts";
import { recogniseLog } from "./recognise-log.ts";

let engine: Engine;
const folder = mkdtempSync(join(tmpdir(), "lockstep-recognise-"));

beforeAll(async () => {
  engine = await createDuckDbEngine({ memoryLimitBytes: 256 * 2 ** 20, threads: 2, temporaryDirectory: join(folder, "engine") });
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("recognising a log", () => {
  it.each(logFixtures.map((fixture) => [fixture.id, fixture] as const))("knows %s by its first records, though one of them is damaged", async (id, fixture) => {
    expect((await recogniseLog(engine, fixturePaths(fixture))).scores.map((each) => each.id)).toEqual([id]);
  });

  it("is not put off by a first line that is damaged", async () => {
    const path = join(folder, "cut.jsonl");
    writeFileSync(path, `tes":[0.5]}\n${readFileSync(fixturePaths({ paths: ["spec/logs/lockstep-log/log.jsonl"] })[0] ?? "", "utf8")}`);
    expect((await recogniseLog(engine, [path])).format?.id).toBe("lockstep-log");
  });

  it("takes a plain table for what it is", async () => {
    const path = join(folder, "plain.jsonl");
    writeFileSync(path, '{"id":1,"score":0.5}\n');
    expect((await recogniseLog(engine, [path])).format).toBeNull();
  });
});
