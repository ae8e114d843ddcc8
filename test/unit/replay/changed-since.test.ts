import { createServer, type Server } from "node:http";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseCheckOptions } from "../../../src/app/check/parse-check-options.ts";
import { runCheck } from "../../../src/app/check/run-check.ts";
import type { CommandIo } from "../../../src/app/command-io.ts";

let server: Server;
let folder: string;
/** What the model behind the port computes; exchanged between two attempts. */
let factor = 2;

beforeEach(async () => {
  factor = 2;
  folder = mkdtempSync(join(tmpdir(), "lockstep-changed-"));
  writeFileSync(join(folder, "rows.csv"), `id,x\n${Array.from({ length: 60 }, (_, row) => `${row},${row + 0.5}`).join("\n")}\n`);
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => { body += chunk.toString(); });
    // The path says which environment is asked; only the candidate's model is ever exchanged.
    request.on("end", () => { response.end(body === "" ? "{}" : JSON.stringify({ score: (JSON.parse(body) as { x: number }).x * (request.url === "/candidate" ? factor : 2) })); });
  });
  await new Promise<void>((ready) => { server.listen(0, "127.0.0.1", ready); });
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const check = (signal: AbortSignal, notes: string[], stopAfter: (done: number) => void) => {
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const io: CommandIo = {
    out: () => {}, note: () => {}, signal, env: {}, cwd: folder, colour: false, ascii: false, width: 80, keepSecret: () => {}, redact: (text) => text,
    progress: (event) => {
      if (event.kind === "note") notes.push(event.message);
      if (event.kind === "count" && event.step === "asking") stopAfter(event.done);
    },
  };
  const options = parseCheckOptions({ reference: `staging=${origin}/reference`, candidate: `testing=${origin}/candidate` }, { inputs: "rows.csv", key: "id", template: '{"x": {{x}}}', seed: "3", maxRate: "150" });
  return runCheck(options, io);
};

test("a model exchanged after an interruption is not judged by what its predecessor answered", async () => {
  const interruption = new AbortController();
  await expect(check(interruption.signal, [], (done) => { if (done > 60) interruption.abort(); })).rejects.toThrow();
  factor = 3;
  const notes: string[] = [];
  const run = await check(new AbortController().signal, notes, () => {});
  expect(notes.join("\n")).toContain("testing no longer answers as it did in the interrupted run");
  expect(run).toMatchObject({ verdict: "fail", coverage: { pairs: 60 } });
  expect(run.outputs[0]).toMatchObject({ pairs: 60, outside: 60 });
});
