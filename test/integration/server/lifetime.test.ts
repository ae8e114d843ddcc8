import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createSqliteRunStore } from "../../../src/adapters/stores/sqlite/create-sqlite-run-store.ts";
import { runCli } from "../../../src/cli/run-cli.fixture.ts";
import { minimalRun } from "../../../src/ports/minimal-run.fixture.ts";
import { startServed } from "./served.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-serve-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Reads a stream of events until a text stands in it. */
const until = async (response: Response, wanted: string): Promise<string> => {
  const decoder = new TextDecoder();
  let seen = "";
  for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
    seen += decoder.decode(part, { stream: true });
    if (seen.includes(wanted)) break;
  }
  return seen;
};

test("what another process enters is heard; being stopped ends streams and is a good end", async () => {
  const served = await startServed(folder);
  const stream = await served.ask("/api/v1/events");
  expect(stream.headers.get("content-type")).toContain("text/event-stream");
  const store = createSqliteRunStore(join(folder, ".lockstep"));
  store.save(minimalRun("heard-1"), "somebody else");
  store.close();
  expect(await until(stream, "heard-1")).toMatch(/event: entry\ndata: \{"sequence":1,"kind":"run","subject":"heard-1"\}/);
  const again = await served.ask("/api/v1/events", { headers: { "last-event-id": "0" } });
  expect(await until(again, "heard-1")).toContain("id: 1");
  const open = await served.ask("/api/v1/events");
  const ended = until(open, "never said");
  expect(await served.stop()).toBe(0);
  expect(await ended).not.toContain("never said");
  await expect(fetch(`${served.url}/healthz`)).rejects.toThrow("fetch failed");
});

test("a port that is taken is told; no port asked for, the next one is taken", async () => {
  const other: Server = createServer();
  await new Promise<void>((ready) => { other.listen(0, "127.0.0.1", ready); });
  const port = (other.address() as AddressInfo).port;
  const { code, stderr, stdout } = await runCli(["serve", "--store", ".lockstep", "--port", String(port)], { cwd: folder });
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(new RegExp(`LS710[\\s\\S]*port ${port} is taken`));
  await new Promise((done) => other.close(done));
});

test.each([[["--port", "70000"], "LS102"], [["--rol", "admin"], "LS101"], [["--role", "king"], "LS102"], [["--watch"], "LS117"]])("serve %s is refused: %s", async (args, code) => {
  const result = await runCli(["serve", ...args], { cwd: folder });
  expect(result.code).toBe(2);
  expect(result.stderr).toContain(code);
});

test("the state of everything as OpenMetrics, for a token that may read it, and for nobody else", async () => {
  const token = (await runCli(["token", "add", "prometheus", "--scope", "read", "--store", ".lockstep"], { cwd: folder })).stdout;
  const secret = /lks_[\w-]+/.exec(token)?.[0] ?? "";
  const served = await startServed(folder, { args: ["--quiet"] });
  try {
    expect((await fetch(`${served.url}/metrics`)).status).toBe(401);
    const page = await fetch(`${served.url}/metrics`, { headers: { authorization: `Bearer ${secret}`, accept: "application/openmetrics-text" } });
    expect(page.headers.get("content-type")).toContain("openmetrics-text");
    expect(await page.text()).toMatch(/# TYPE lockstep_ledger_entries gauge[\s\S]*lockstep_ledger_entries [1-9][\s\S]*# EOF\n$/);
  } finally {
    await served.stop();
  }
  expect(served.log()).not.toContain(secret);
});

test("a watch beside it that has nothing to go by is refused at the start, not begun again and again", async () => {
  const own = mkdtempSync(join(tmpdir(), "lockstep-serve-watch-"));
  writeFileSync(join(own, "lockstep.yaml"), "version: 1\nserver: {watch: [other.yaml]}\n");
  try {
    await expect(startServed(own, { args: ["--watch"] })).rejects.toThrow(/ended with 2[^]*LS113: --watch does what watch: in [^]*server\.watch are watched without it/);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
});
