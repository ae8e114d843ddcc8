import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createSqliteRunStore } from "../../../src/adapters/stores/sqlite/create-sqlite-run-store.ts";
import { verifyChain } from "../../../src/core/ledger/verify-chain.ts";
import { verifyDocuments } from "../../../src/core/ledger/verify-documents.ts";

const directory = mkdtempSync(join(tmpdir(), "lockstep-killed-store-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A process that writes until it is killed, once it acknowledged so many; gives what it acknowledged. */
const killedWriter = (prefix: string, after: number): Promise<readonly string[]> =>
  new Promise((done) => {
    const child = spawn(process.execPath, [resolve("src/adapters/stores/sqlite/write-runs.fixture.ts"), directory, prefix, "100000"], { stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      if (text.split("\n").length - 1 >= after) child.kill("SIGKILL");
    });
    if (after === 0) setImmediate(() => child.kill("SIGKILL"));
    child.on("close", () => done(text.split("\n").slice(0, -1)));
  });

test("killed fifty times while writing: it opens, the ledger verifies, and every acknowledged run is there", async () => {
  const acknowledged: string[] = [];
  for (let round = 0; round < 50; round += 2) {
    // The place of the kill differs from round to round: before the first commit, or anywhere around the next ones.
    for (const written of await Promise.all([killedWriter(`round${round}`, round % 7), killedWriter(`round${round + 1}`, (round + 1) % 7)])) acknowledged.push(...written);
    const store = createSqliteRunStore(directory);
    expect(verifyChain(store.ledger())).toMatchObject({ ok: true });
    store.close();
  }
  const store = createSqliteRunStore(directory);
  const entries = [...store.ledger()];
  const kept = new Set(entries.map((entry) => entry.subject));
  expect(acknowledged.length).toBeGreaterThan(50);
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
  expect(verifyDocuments(entries, store.documents())).toBeNull();
  store.close();
});
