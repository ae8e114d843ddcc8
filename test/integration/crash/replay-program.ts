import { existsSync, mkdirSync, writeSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "../../../src/adapters/clock/system/system-clock.ts";
import { openSqliteJournal } from "../../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { planCalls } from "../../../src/work/replay/plan-calls.ts";
import { beginPlan, journalName } from "../../../src/work/replay/plan-description.ts";
import { plainRows, planOptions } from "../../../src/work/replay/replay-plan.fixture.ts";
import { runReplay } from "../../../src/work/replay/run-replay.ts";
import { writeRecordings } from "../../../src/work/replay/write-recording.ts";
import { endpointSide } from "../../unit/replay/endpoint-side.ts";

/**
 * Child of the kill test: a whole replay of two servers, from the rows to the recordings in argv[2]; argv[3] and argv[4] are their
 * URLs. Says `asking`, `writing` and `done` on stdout; a seed of its own is made up on every start, as a user's run would.
 */
const [, , folder, reference, candidate] = process.argv as [string, string, string, string, string];
mkdirSync(folder, { recursive: true });
const recording = (side: string): string => join(folder, `${side}.parquet`);
const rows = plainRows(120);
const description = { inputs: "plain rows", addresses: { reference, candidate }, options: { repeats: 2, batchSize: 1 } };
const journal = openSqliteJournal(join(folder, `${journalName(description)}.journal`));
const { seed } = beginPlan(journal, description, { value: Math.floor(Math.random() * 2 ** 32), agreed: false });
const plan = planCalls(planOptions({ rows, seed }));
const sides = { reference: endpointSide("staging", reference), candidate: endpointSide("production", candidate) };
writeSync(1, "asking\n");
await runReplay({ plan, rows, sides, journal, clock: systemClock, progress: () => undefined, signal: new AbortController().signal });
writeSync(1, "writing\n");
const { createDuckDbEngine } = await import("../../../src/adapters/engines/duckdb/create-duckdb-engine.ts");
const engine = await createDuckDbEngine({ memoryLimitBytes: 256 * 2 ** 20, threads: 1, temporaryDirectory: folder });
await writeRecordings({
  engine, journal, plan, keys: rows.map((_, index) => `row ${index}`), rename,
  places: {
    reference: { temporaryPath: `${recording("reference")}.part`, finalPath: recording("reference") },
    candidate: { temporaryPath: `${recording("candidate")}.part`, finalPath: recording("candidate") },
  },
});
await engine.close();
if (!existsSync(recording("reference")) || !existsSync(recording("candidate"))) throw new Error("a recording is not in its place");
journal.remove();
writeSync(1, "done\n");
await Promise.all(Object.values(sides).map(({ client }) => client.close()));
