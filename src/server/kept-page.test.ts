import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { minimalFinding } from "../ports/minimal-finding.fixture.ts";
import { minimalRun } from "../ports/minimal-run.fixture.ts";
import { newServerWorld, type TestServer } from "./server-world.fixture.ts";

let server: TestServer;
let token: Readonly<Record<string, string>>;
beforeEach(async () => {
  server = await newServerWorld();
  token = server.token("read");
  for (let index = 0; index < 20; index += 1) server.world.store.save(minimalRun(`run-${index}`, { findings: [minimalFinding()] }), "ada");
});
afterEach(() => server.close());

const ask = (path: string, headers: Readonly<Record<string, string>> = {}, method = "GET"): Promise<Response> => server.fetch(path, { method, headers: { ...token, ...headers } });

test.each(["/api/v1/runs", "/api/v1/findings", "/api/v1/ledger", "/api/v1/runs/run-3"])("%s: who has it is sent nothing, who understands it gets it small, and it is the same", async (path) => {
  const plain = await ask(path);
  const text = await plain.text();
  const tag = plain.headers.get("etag") ?? "";
  expect([plain.headers.get("content-encoding"), plain.headers.get("vary"), tag]).toEqual([null, "accept-encoding", expect.stringMatching(/^W\/"[\x21\x23-\x7e]+"$/)]);
  const again = await ask(path, { "if-none-match": `"other", ${tag}` });
  expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", tag]);
  expect((await ask(path, { "if-none-match": '"other"' })).status).toBe(200);
  for (const [coding, unpack] of [["br", brotliDecompressSync], ["gzip", gunzipSync]] as const) {
    const small = await ask(path, { "accept-encoding": coding });
    const bytes = Buffer.from(await small.arrayBuffer());
    expect([small.headers.get("content-encoding"), small.headers.get("etag"), unpack(bytes).toString()]).toEqual([coding, tag, text]);
    expect(bytes.byteLength).toBeLessThan(text.length);
  }
  const head = await ask(path, { "accept-encoding": "gzip" }, "HEAD");
  expect([head.status, head.headers.get("etag"), await head.text()]).toEqual([200, tag, ""]);
});

test("entries that cannot change a list leave it as it is; those that can make it anew, also when its text comes out the same", async () => {
  const { store, catalogue } = server.world;
  let asked = 0;
  const runs = catalogue.runs.bind(catalogue);
  Object.assign(catalogue, { runs: (...given: Parameters<typeof runs>) => { asked += 1; return runs(...given); } });
  const tagOf = async (): Promise<string> => (await ask("/api/v1/runs?limit=5")).headers.get("etag") ?? "";
  const [first, ledger] = [await tagOf(), (await ask("/api/v1/ledger")).headers.get("etag")];
  store.enter({ kind: "gate", subject: "g", payload: {} }, "ada");
  expect([await tagOf(), asked]).toEqual([first, 1]);
  expect((await ask("/api/v1/ledger")).headers.get("etag")).not.toBe(ledger);
  // Older than the five that are shown.
  store.save(minimalRun("older", { startedAt: "2020-01-01T00:00:00.000Z", findings: [minimalFinding()] }), "ada");
  store.enter({ kind: "gate", subject: "h", payload: {} }, "ada");
  expect([await tagOf(), asked]).toEqual([first, 2]);
  store.save(minimalRun("newer", { startedAt: "2030-01-01T00:00:00.000Z", findings: [minimalFinding()] }), "ada");
  expect(await tagOf()).not.toBe(first);
});
