import { createServer, type Server } from "node:http";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCli } from "../../../src/cli/run-cli.fixture.ts";
import { type Served, startServed } from "../server/served.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-push-"));
const [team, mine] = [join(folder, "team"), join(folder, "mine")];
const marker = "planted-in-the-inputs";
let served: Served;
let token = "";
const servers: Server[] = [];
const listening = async (server: Server): Promise<string> => {
  servers.push(server);
  await new Promise<void>((ready) => { server.listen(0, "127.0.0.1", ready); });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** A model that answers each row alone, and never repeats what it was asked. */
const model = (shift: number): Server => createServer((request, response) => {
  let text = "";
  request.on("data", (part) => { text += String(part); }).on("end", () => text === "" ? response.writeHead(404).end() : response.setHeader("content-type", "application/json").end(JSON.stringify({ score: (JSON.parse(text) as { x: number }).x / 100 + shift })));
});

const bodies: string[] = [];
/** Stands before the team's server; keeps what was sent, and is away for the first request. */
const between = (): Server => {
  let seen = 0;
  return createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => { parts.push(part); }).on("end", () => {
      const body = Buffer.concat(parts);
      bodies.push(body.toString("latin1"));
      seen += 1;
      if (seen === 1) return response.writeHead(503, { "retry-after": "0" }).end();
      return void fetch(`${served.url}${request.url}`, { method: request.method ?? "POST", headers: { authorization: request.headers.authorization ?? "", "content-type": request.headers["content-type"] ?? "" }, body })
        .then(async (answer) => response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" }).end(await answer.text()));
    });
  });
};

const check = (args: readonly string[], env: Readonly<Record<string, string>> = { MY_LOCKSTEP: token }) => runCli([...base, ...args], { cwd: mine, env });
let base: string[] = [];

beforeAll(async () => {
  for (const each of [team, mine]) mkdirSync(each);
  served = await startServed(team);
  token = (await runCli(["token", "add", "ci", "--scope", "push", "--store", ".lockstep"], { cwd: team })).stdout.trim().split("\n").map((line) => /(\S{30,})/.exec(line)?.[1]).find((found) => found !== undefined) ?? "";
  writeFileSync(join(mine, "rows.csv"), ["id,x,note", ...Array.from({ length: 60 }, (_, index) => `${index},${index},${marker}-${index}`)].join("\n"));
  const [reference, candidate] = [await listening(model(0)), await listening(model(0.25))];
  base = ["check", `staging=${reference}/predict`, `testing=${candidate}/predict`, "--inputs", "rows.csv", "--key", "id", "--template", '{"x": {{x}}, "note": {{note}}}', "--tolerance", "score:abs=0.01", "--repeats", "2", "--no-probes", "--quiet"];
});
afterAll(async () => {
  await served.stop();
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a verdict is pushed without a row of its inputs, tried again while the server is away, and can be looked at there; recordings go when asked for", async () => {
  const at = await listening(between());
  const { code, stderr } = await check(["--push", at, "--push-token", "env:MY_LOCKSTEP"]);
  expect([code, stderr]).toEqual([1, expect.stringMatching(new RegExp(`run \\S+ is at ${served.url}/runs/`))]);
  expect(stderr).not.toContain(token);
  expect(bodies).toHaveLength(2);
  expect(bodies.join("\n")).toContain("\"testing\"");
  expect(bodies.join("\n")).not.toContain(marker);
  const [run] = JSON.parse((await runCli(["runs", "--json"], { cwd: mine })).stdout) as { id: string }[];
  const there = await (await served.ask(`/api/v1/runs/${run?.id}`)).json() as { id: string; verdict: string; ledger: { head: string } };
  expect(there).toMatchObject({ id: run?.id, verdict: "fail" });
  expect((await served.ask("/api/v1/ledger?kind=run").then((answer) => answer.json()) as { items: { actor: string }[] }).items).toMatchObject([{ actor: "token ci" }]);
  const again = await runCli(["runs", "push", "latest", "--to", at, "--push-token", "env:MY_LOCKSTEP", "--with-recordings"], { cwd: mine, env: { MY_LOCKSTEP: token } });
  expect([again.code, again.stdout]).toEqual([0, expect.stringContaining(`${served.url}/runs/${run?.id}`)]);
  for (const side of readdirSync(join(mine, ".lockstep/recordings", run?.id ?? ""))) expect(readFileSync(join(team, ".lockstep/recordings", run?.id ?? "", side)).equals(readFileSync(join(mine, ".lockstep/recordings", run?.id ?? "", side)))).toBe(true);
  expect(readdirSync(join(team, ".lockstep/recordings", run?.id ?? "")).toSorted()).toEqual(["candidate.parquet", "reference.parquet"]);
  expect((await served.ask("/api/v1/runs").then((answer) => answer.json()) as { items: unknown[] }).items).toHaveLength(1);
});

test("a run that cannot be pushed is a warning, and the verdict stays; required, it decides over lack of anything worse", async () => {
  const nobody = await listening(createServer());
  servers.pop()?.close();
  const answers = ["id,score", ...Array.from({ length: 60 }, (_, index) => `${index},${index / 60}`)].join("\n");
  for (const name of ["a.csv", "b.csv"]) writeFileSync(join(mine, name), answers);
  const same = ["check", "a.csv", "b.csv", "--key", "id", "--quiet"];
  const pass = await runCli([...same, "--push", nobody, "--push-token", "env:MY_LOCKSTEP"], { cwd: mine, env: { MY_LOCKSTEP: token } });
  expect([pass.code, pass.stderr]).toEqual([0, expect.stringMatching(/warning LS712: run \S+: \S+ could not be reached[\s\S]*lockstep runs push/)]);
  const required = await runCli([...same, "--push", nobody, "--push-token", "env:MY_LOCKSTEP", "--push-required"], { cwd: mine, env: { MY_LOCKSTEP: token } });
  expect(required.code).toBe(4);
  const noToken = await runCli([...same, "--push", served.url], { cwd: mine });
  expect([noToken.code, noToken.stderr]).toEqual([0, expect.stringContaining("LOCKSTEP_SERVER_TOKEN is not set")]);
});

test.each([[["--push", "http://lockstep.example.com"], "LS102"], [["--push", "lockstep.example.com"], "LS102"], [["--push", "https://ada:pw@lockstep.example.com"], "LS103"], [["--push-required"], "LS105"]])("%s is refused before anybody is asked: %s", async (args, code) => {
  const refused = await runCli(["check", "a.csv", "b.csv", ...args], { cwd: mine });
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining(code)]);
});
