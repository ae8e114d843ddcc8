import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createSqliteAccessStore } from "../../../src/adapters/stores/sqlite/create-sqlite-access-store.ts";
import { createSqliteCatalogue } from "../../../src/adapters/stores/sqlite/create-sqlite-catalogue.ts";
import { createSqliteRunStore } from "../../../src/adapters/stores/sqlite/create-sqlite-run-store.ts";
import { xoshiro128 } from "../../../src/core/random/xoshiro-128.ts";
import { verifyLedger } from "../../../src/app/verify-ledger.ts";
import { minimalFinding } from "../../../src/ports/minimal-finding.fixture.ts";
import { minimalRun } from "../../../src/ports/minimal-run.fixture.ts";
import { type Served, startServed } from "../server/served.ts";

/** A thousand take a quarter of an hour: LOCKSTEP_KILLS=1000 npx vitest run --project integration test/integration/crash/kill-server.test.ts */
const kills = Number(process.env["LOCKSTEP_KILLS"] ?? 20);
const writers = 4;
/** Killed within this after the first write of a life was acknowledged. */
const longestLifeMs = 250;

const folder = mkdtempSync(join(tmpdir(), "lockstep-kill-server-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const directory = join(folder, ".lockstep");

/** Everything that was acknowledged, over all lives. */
const runs = new Set<string>();
const tokens = new Set<string>();

/** Writes until the server is gone: runs with findings, and tokens, each remembered once it was acknowledged. */
const write = async (served: Served, life: number, writer: number, first: () => void): Promise<void> => {
  for (let each = 0; ; each += 1) {
    const id = `k-${life}-${writer}-${each}`;
    try {
      if (writer === 0) {
        const made = await served.ask("/api/v1/tokens", { method: "POST", body: { name: id, scopes: ["read"] } });
        if (made.status !== 201) throw new Error(`${made.status}: ${await made.text()}`);
        tokens.add(((await made.json()) as { readonly token: { readonly id: string } }).token.id);
      } else {
        const pushed = await served.ask("/api/v1/runs", { method: "POST", body: { run: minimalRun(id, { findings: [minimalFinding()] }) } });
        if (![200, 201].includes(pushed.status)) throw new Error(`${pushed.status}: ${await pushed.text()}`);
        await pushed.arrayBuffer();
        runs.add(id);
        // From then on the thread that receives runs is there; killed before it, a life says little.
        first();
      }
    } catch (error) {
      // A connection that ended is the kill; anything else, a refusal above all, is none of its doing.
      if (error instanceof Error && /fetch failed|terminated|other side closed/.test(error.message)) return;
      throw error;
    }
  }
};

const oneLife = async (life: number, afterMs: number): Promise<void> => {
  const served = await startServed(folder, { args: ["--quiet"] });
  let begun = (): void => {};
  const first = new Promise<void>((done) => { begun = done; });
  const writing = Promise.all(Array.from({ length: writers }, (_, writer) => write(served, life, writer, () => begun())));
  await Promise.race([first, writing]);
  await new Promise((done) => setTimeout(done, afterMs));
  await served.stop("SIGKILL");
  await writing;
};

/** What is there after a kill: the store opens, the ledger verifies, and everything that was acknowledged is there and found by lists. */
const survey = (): void => {
  const store = createSqliteRunStore(directory);
  const catalogue = createSqliteCatalogue(directory);
  const access = createSqliteAccessStore(directory);
  try {
    const entries = [...store.ledger()];
    expect(verifyLedger(store, undefined)).toMatchObject({ ok: true, entries: entries.length });
    const entered = new Set(entries.filter(({ kind }) => kind === "run").map(({ subject }) => subject));
    expect([...runs].filter((id) => !entered.has(id))).toEqual([]);
    const known = new Set(access.tokens().map(({ id }) => id));
    expect([...tokens].filter((id) => !known.has(id))).toEqual([]);
    expect(catalogue.head()?.sequence).toBe(entries.length);
    const newest = [...runs].at(-1);
    if (newest !== undefined) expect([store.get(newest)?.id, catalogue.runs({ limit: 1, words: newest }).items[0]?.id]).toEqual([newest, newest]);
  } finally {
    for (const each of [store, catalogue, access]) each.close();
  }
};

test(`a server killed ${kills} times while four write: the store opens, the ledger verifies, nothing acknowledged is lost`, { timeout: 120_000 + kills * 5_000 }, async () => {
  const random = xoshiro128(5);
  for (let life = 0; life < kills; life += 1) {
    await oneLife(life, random.unit() * longestLifeMs);
    if (life % 10 === 9 || life === kills - 1) survey();
  }
  expect(runs.size).toBeGreaterThan(kills);
  expect(tokens.size).toBeGreaterThan(0);
});
