import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createDuckDbEngine } from "../../../src/adapters/engines/duckdb/create-duckdb-engine.ts";
import { openSqliteJournal } from "../../../src/adapters/journal/sqlite/sqlite-journal.ts";
import type { Row } from "../../../src/ports/engine.ts";
import { linearModel, startModelServer } from "../../unit/replay/model-server.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-killed-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const program = new URL("./replay-program.ts", import.meta.url).pathname;

/** Runs the replay; with a delay it is killed that long after it began to ask. Gives what it had said. */
const replay = (into: string, urls: readonly string[], killAfterMs: number | null): Promise<string> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [program, into, ...urls], { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (text: string) => {
      if (said === "" && killAfterMs !== null) setTimeout(() => child.kill("SIGKILL"), killAfterMs);
      said += text;
    });
    child.on("close", () => resolve(said));
  });

/** What was asked and answered, without times and without the order of asking, which a seed of its own decides. */
const contents = async (into: string): Promise<{ rows: readonly Row[]; calls: readonly Row[]; sent: ReadonlyMap<number, number> }> => {
  const engine = await createDuckDbEngine({ memoryLimitBytes: 256 * 2 ** 20, threads: 1, temporaryDirectory: folder });
  const both = `(SELECT *, 'r' AS side FROM '${join(into, "reference.parquet")}' UNION ALL SELECT *, 'c' FROM '${join(into, "candidate.parquet")}')`;
  const rows = await engine.query(`SELECT side, arm, repeat, row, key, status, error_code, "output.score", "output.code" FROM ${both} WHERE arm <> 'rounded' ORDER BY ALL`);
  const calls = await engine.query(`SELECT count(*) AS answers, count(DISTINCT (call, row)) AS different, count(DISTINCT call) AS calls, min(call) AS low, max(call) AS high, bool_and(latency_ms > 0) AS timed FROM ${both}`);
  const sent = await engine.query(`SELECT DISTINCT call, sent_at FROM ${both}`);
  await engine.close();
  return { rows, calls, sent: new Map(sent.map((row) => [Number(row["call"]), Number(row["sent_at"])])) };
};

/** When each call was sent that the killed replay's journal holds. */
const inJournal = (into: string): Map<number, number> => {
  const name = existsSync(into) ? readdirSync(into).find((file) => file.endsWith(".journal")) : undefined;
  if (name === undefined) return new Map();
  const journal = openSqliteJournal(join(into, name));
  const sent = new Map(Array.from(journal.entries(), (entry) => [entry.call, entry.sentAt]));
  journal.close();
  return sent;
};

/** Its journal goes last: killed between that and saying so, a replay is over all the same. */
const isOver = (into: string): boolean => ["reference.parquet", "candidate.parquet"].every((name) => existsSync(join(into, name))) && !readdirSync(into).some((name) => name.endsWith(".journal"));

describe("a replay that is killed at any moment", () => {
  it("comes to the same end as one that was not, with no answer twice and few requests more", async () => {
    const servers = [await startModelServer(linearModel), await startModelServer(linearModel)];
    const urls = servers.map(({ url }) => url);
    const asked = (): number => servers.reduce((sum, { requests }) => sum + requests.length, 0);
    const from = performance.now();
    expect(await replay(join(folder, "whole"), urls, null)).toBe("asking\nwriting\ndone\n");
    const wholeMs = performance.now() - from;
    const whole = asked();

    const killed = join(folder, "killed");
    let kills = 0;
    let said = "";
    const kept = new Map<number, number>();
    while (!said.endsWith("done\n") && !isOver(killed)) {
      // The first kills come at once; later ones ever later, so that the replay gets through and its last steps are hit too, however slow the machine is.
      said = await replay(killed, urls, Math.random() * wholeMs * (0.03 + 0.06 * kills));
      kills += 1;
      expect(kills).toBeLessThan(60);
      for (const [call, sentAt] of inJournal(killed)) {
        expect(kept.get(call) ?? sentAt).toBe(sentAt);
        kept.set(call, sentAt);
      }
    }
    await Promise.all(servers.map((server) => server.close()));
    expect(kills).toBeGreaterThan(2);

    const [expected, found] = [await contents(join(folder, "whole")), await contents(killed)];
    expect(found.rows.filter((row) => row["arm"] === "main")).toEqual(expected.rows.filter((row) => row["arm"] === "main"));
    expect(found.rows).toEqual(expected.rows);
    expect(found.calls).toEqual(expected.calls);
    expect(found.calls[0]).toMatchObject({ timed: true, low: 20n });
    expect(found.calls[0]?.["answers"]).toBe(found.calls[0]?.["different"]);
    expect(Number(found.calls[0]?.["high"]) - 20 + 1).toBe(Number(found.calls[0]?.["calls"]));
    expect(asked()).toBeGreaterThanOrEqual(2 * whole);
    // What a journal had after some kill is what was recorded, not a second answer to the same call.
    expect(kept.size).toBeGreaterThan(100);
    for (const [call, sentAt] of kept) expect(found.sent.get(call)).toBe(sentAt);
    expect(readdirSync(killed).filter((name) => name.includes("journal"))).toEqual([]);
  });
});
