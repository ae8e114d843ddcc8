import { mkdtempSync, rmSync } from "node:fs";
import { rename } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { systemClock } from "../../../src/adapters/clock/system/system-clock.ts";
import { createDuckDbEngine } from "../../../src/adapters/engines/duckdb/create-duckdb-engine.ts";
import { openSqliteJournal } from "../../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { compareArms, readArms } from "../../../src/app/check/compare-arms.ts";
import { planCalls } from "../../../src/work/replay/plan-calls.ts";
import { planOptions } from "../../../src/work/replay/replay-plan.fixture.ts";
import { runReplay } from "../../../src/work/replay/run-replay.ts";
import { writeRecordings } from "../../../src/work/replay/write-recording.ts";
import { endpointSide } from "./endpoint-side.ts";
import { linearModel, startModelServer } from "./model-server.ts";

it("a probe that a side refuses is recorded as far as it was asked, and told as not compared, with what the side said", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-refused-"));
  const one = await startModelServer();
  const strict = await startModelServer((rows, request) => (Object.keys(rows[0] ?? {})[0] === "code" ? 500 : linearModel(rows, request)));
  const engine = await createDuckDbEngine({ memoryLimitBytes: 256 * 2 ** 20, threads: 1, temporaryDirectory: folder });
  const journal = openSqliteJournal(join(folder, "journal"));
  const sides = { reference: endpointSide("staging", one.url), candidate: endpointSide("production", strict.url) };
  try {
    const options = planOptions({ probes: ["shuffled", "serial"] });
    const plan = planCalls(options);
    journal.begin("a test's plan");
    await runReplay({ plan, rows: options.rows, sides, journal, clock: systemClock, progress: () => undefined, signal: new AbortController().signal });
    const place = (side: string) => ({ temporaryPath: join(folder, `${side}.part`), finalPath: join(folder, `${side}.parquet`) });
    const facts = await writeRecordings({ engine, journal, plan, rename, keys: options.rows.map((_, row) => `key ${row}`), places: { reference: place("reference"), candidate: place("candidate") } });
    expect(facts).toMatchObject({ reference: { calls: 200, failedCalls: 0 }, candidate: { calls: 155, failedCalls: 5 } });
    const table = (side: "reference" | "candidate") => ({ environment: sides[side].name, sql: `read_parquet('${place(side).finalPath}')`, outputs: facts[side]?.outputs ?? [] });
    const arms = await readArms(engine, { reference: table("reference"), candidate: table("candidate") }, []);
    const spec = (output: string) => ({ output, role: "score", roleOrigin: "guessed", tolerance: { mode: "additive", absolute: 0, relative: 0, origin: "agreed", why: "" } }) as const;
    const compared = await compareArms(engine, arms, [spec("score"), spec("code")], ["shuffled", "serial"]);
    expect(compared.map(({ environment, arm, output, pairs, skipped }) => [environment, arm, output, pairs, skipped])).toEqual([
      ["staging", "serial", "score", 50, null], ["staging", "serial", "code", 50, null], ["staging", "shuffled", "score", 50, null], ["staging", "shuffled", "code", 50, null],
      ["production", "serial", "score", 50, null], ["production", "serial", "code", 50, null],
      ["production", "shuffled", "all outputs", 0, "none of its requests was answered; the first: LS405 answered 500: no"],
    ]);
  } finally {
    journal.close();
    await engine.close();
    for (const { client } of Object.values(sides)) await client.close();
    for (const server of [one, strict]) await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
