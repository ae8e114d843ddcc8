import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSqliteRunStore } from "../../adapters/stores/sqlite/create-sqlite-run-store.ts";
import { sealRun } from "../../core/ledger/run-digest.ts";
import { verifyChain } from "../../core/ledger/verify-chain.ts";
import { minimalFinding } from "../../ports/minimal-finding.fixture.ts";
import { minimalRun } from "../../ports/minimal-run.fixture.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { receiveBeside } from "./receive-beside.ts";
import type { Receiving } from "./receiving.ts";

let folder: string;
let store: RunStore;
let receiving: Receiving;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lockstep-receive-"));
  store = createSqliteRunStore(folder);
  receiving = receiveBeside(folder);
});
afterEach(async () => {
  await receiving.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const pusher = { name: "token ci", models: null, now: Date.parse("2026-12-01T00:00:00.000Z"), keys: [] };
const passing = (id: string) => minimalRun(id, { findings: [minimalFinding()] });
const send = (run: unknown, over: Partial<typeof pusher> & { readonly models?: readonly string[] | null } = {}) => receiving.receive(new TextEncoder().encode(JSON.stringify({ run })), { ...pusher, ...over });

test("a run is received in a thread: durable when it is told, once, while this one goes on; what is refused is refused in the same words", async () => {
  const run = minimalRun("large", { findings: Array.from({ length: 4000 }, (_, index) => minimalFinding({ id: `outputs:score-${index}`, statement: "It is as it was. ".repeat(20) })) });
  let turns = 0;
  const turning = setInterval(() => { turns += 1; }, 1);
  const first = await send(run);
  clearInterval(turning);
  const { digest } = sealRun(run);
  const entry = [...store.ledger()].find(({ kind }) => kind === "run");
  expect(entry).toMatchObject({ subject: "large", actor: "token ci", payloadDigest: digest });
  expect(first).toEqual({ kind: "stored", id: "large", fresh: true, ledger: { sequence: 2, head: entry?.hash }, look: null });
  // Done here it would leave no turn at all between the question and the answer.
  expect(turns).toBeGreaterThan(2);
  expect(await send(run)).toEqual({ ...first, fresh: false });
  await expect(send({ ...run, headline: "Another." })).rejects.toMatchObject({ code: "LS713", place: "large" });
  await expect(receiving.receive(new TextEncoder().encode("{"), pusher)).rejects.toMatchObject({ code: "LS707", place: "the body", message: expect.stringMatching(/^the body is not JSON/) });
  expect(await send(passing("mine"), { models: ["credit"] as unknown as null })).toMatchObject({ kind: "of another model" });
  expect(await send({ ...run, tool: { name: "lockstep", version: "99.0.0" } })).toMatchObject({ kind: "newer", error: { code: "LS504", place: "run.tool.version" } });
  expect([...store.ledger()]).toHaveLength(2);
});

test("what was sent before it is closed is received; after that a new thread begins", async () => {
  const sent = ["a", "b", "c"].map((id) => send(passing(id)));
  await receiving.close();
  expect((await Promise.all(sent)).map((each) => each.kind)).toEqual(["stored", "stored", "stored"]);
  expect(await send(passing("d"))).toMatchObject({ kind: "stored", ledger: { sequence: 8 } });
  expect(verifyChain(store.ledger()).ok).toBe(true);
});
