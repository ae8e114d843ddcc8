import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CliResult, runCli } from "../../../src/cli/run-cli.fixture.ts";
import { goldenRows, openScene, type Scene, scoreOf } from "./scene.ts";

/** Each with characters that look otherwise in a URL and in base64. */
const canaries = {
  headerEnv: "canary-header-env/+=%41 x", headerFile: "canary-header-file/+=&42", token: "canary-sdk-token/+=43", login: "canary-user:canary-pass/+44", query: "canary-query/+= &45", forge: "canary-forge-token-46",
};
const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const keyLine = pem.split("\n")[1] ?? "";

/** Every form in which a secret could stand somewhere. */
const forms = [...Object.values(canaries), "canary-pass/+44", keyLine].flatMap((secret) => [secret, encodeURIComponent(secret), new URLSearchParams({ x: secret }).toString().slice(2), Buffer.from(secret).toString("base64"), JSON.stringify(secret).slice(1, -1)]);

let scene: Scene;
/** What TMPDIR is for every command. */
let temporary: string;
/** Whether the candidate's fingerprint is refused, with all that it was sent. */
let complains = true;
let mode: "sound" | "shifted" | "some errors" | "crash" = "sound";
const servers: Server[] = [];
let forge: Server;
const comments: string[] = [];
const said: string[] = [];
const received = new Set<string>();

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let body = "";
  for await (const part of request.setEncoding("utf8")) body += part as string;
  return body;
};

/** A server that repeats every header it got in whatever it says: errors, what it says of itself, its fingerprint. */
const startEcho = async (isCandidate: boolean): Promise<number> => {
  let asked = 0;
  const server = createServer((request, response) => {
    void (async () => {
      const body = await bodyOf(request);
      const url = new URL(request.url ?? "/", "http://x");
      const echo = { headers: request.headers, url: request.url, authorization: Buffer.from(request.headers.authorization?.replace("Basic ", "") ?? "", "base64").toString() };
      for (const value of [...Object.values(request.headers).map(String), echo.authorization, url.searchParams.get("token") ?? ""]) received.add(value);
      const send = (status: number, value: unknown): void => void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
      if (url.pathname === "/metrics") return response.end(`# token ${String(url.searchParams.get("token"))}\nprocess_resident_memory_bytes 1000000\nprocess_cpu_seconds_total ${asked / 1000}\n`);
      if (url.pathname === "/lockstep/") return send(200, { lockstep: "sdk", schemaVersion: 1, endpoints: isCandidate ? ["fingerprint"] : ["fingerprint", "stages"] });
      if (url.pathname === "/lockstep/fingerprint") {
        // The one complains in full, the other tells all it knows.
        if (isCandidate && complains) return send(500, { error: `cannot read with ${JSON.stringify(echo)}` });
        return send(200, { lockstep: "fingerprint", schemaVersion: 1, probe: "t 1", takenAt: "2026-01-01T00:00:00Z", method: "in-process", pid: 1, unread: { "gpu.driver": JSON.stringify(echo) }, fields: { "image.digest": { value: `sha256:${"a".repeat(64)}`, scope: "container", how: "t" }, "git.commit": { value: JSON.stringify(echo), scope: "container", how: `read with ${request.headers["x-lockstep-token"] as string}` } } });
      }
      if (url.pathname.startsWith("/lockstep")) return send(404, echo);
      if (request.method !== "POST") return send(200, {});
      asked += 1;
      if (isCandidate && (mode === "crash" || (mode === "some errors" && asked % 7 === 0))) return send(500, { detail: `Traceback: ${JSON.stringify(echo)}` });
      send(200, { score: scoreOf((JSON.parse(body) as { x: number }).x) + (isCandidate && mode === "shifted" ? 0.01 : 0) });
    })();
  });
  await new Promise<void>((ready) => { server.listen(0, "127.0.0.1", ready); });
  servers.push(server);
  return (server.address() as AddressInfo).port;
};

const startForge = async (): Promise<number> => {
  forge = createServer((request, response) => {
    void (async () => {
      const body = await bodyOf(request);
      if (request.method === "POST") comments.push(body);
      // A refusal that repeats what it was sent.
      response.writeHead(request.method === "GET" ? 200 : 403, { "content-type": "application/json" }).end(request.method === "GET" ? "[]" : JSON.stringify({ message: `refused ${String(request.headers.authorization)}` }));
    })();
  });
  await new Promise<void>((ready) => { forge.listen(0, "127.0.0.1", ready); });
  return (forge.address() as AddressInfo).port;
};

let ports: readonly [number, number];
const manifest = (): string => `version: 1
models:
  risk:
    author: Bob
    artifacts: [model.bin]
    golden: {file: golden.csv, key: id}
    tolerances: {outputs: {score: {absolute: 1e-9}}}
environments:
  staging:
    target: "http://env:LOGIN@127.0.0.1:${ports[0]}/predict"
    template: '{"x": {{x}}}'
    headers: {X-Session-Token: "env:HEADER"}
    metrics: "http://127.0.0.1:${ports[0]}/metrics?token=env:QUERY"
  testing:
    target: "http://127.0.0.1:${ports[1]}/predict"
    template: '{"x": {{x}}}'
    headers: {Authorization: "Bearer env:HEADER", X-Api-Key: "file:secrets/header"}
    metrics: "http://env:LOGIN@127.0.0.1:${ports[1]}/metrics?token=env:QUERY"
defaults: {checks: {latency: observe, budgets: observe}, budgets: {memory: 1GB}}
asking: {probes: false, warmup: 0}
policy: {identity: [image], signOff: {selfSigned: true, signers: [{name: Ada, publicKey: ada.pem}]}}
`;

beforeAll(async () => {
  scene = openScene();
  temporary = mkdtempSync(join(tmpdir(), "lockstep-secrets-tmp-"));
  ports = [await startEcho(false), await startEcho(true)];
  scene.put("golden.csv", goldenRows());
  scene.put("model.bin", "weights");
  scene.put("lockstep.yaml", manifest());
  scene.put("ada.pem", publicKey.export({ type: "spki", format: "pem" }).toString());
  scene.put("event.json", JSON.stringify({ pull_request: { number: 7, head: { repo: { full_name: "acme/risk" } }, base: { repo: { full_name: "acme/risk" } } } }));
  mkdirSync(join(scene.folder, "first"));
  scene.put("first/golden.csv", goldenRows());
});
afterAll(() => {
  for (const server of [...servers, forge]) {
    server.closeAllConnections();
    server.close();
  }
  scene.close();
  rmSync(temporary, { recursive: true, force: true });
});

const env = (): Record<string, string> => ({ HEADER: canaries.headerEnv, LOGIN: canaries.login, QUERY: canaries.query, LOCKSTEP_TOKEN: canaries.token, KEY: pem, TMPDIR: temporary });
const reports = ["html", "json", "md", "xml", "sarif", "txt"].flatMap((end) => ["-o", `out/report.${end}`]).concat("-o", "out/metrics.txt");

/** Secrets that are files lie outside of everything that is searched. */
const lockstep = async (args: readonly string[], more: Record<string, string> = {}, folder = scene.folder): Promise<CliResult> => {
  const result = await runCli(args, { cwd: folder, env: { ...env(), ...more } });
  said.push(result.stdout, result.stderr);
  return result;
};

const filesIn = (folder: string): string[] => readdirSync(folder, { withFileTypes: true, recursive: true }).filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));

/** Where a secret stands, by file; the files that hold it on purpose are left out. */
const leaks = (): string[] => {
  const found = said.flatMap((text, index) => forms.filter((form) => text.includes(form)).map((form) => `output ${index}: ${form}`));
  for (const path of [...filesIn(scene.folder), ...filesIn(temporary)]) {
    if (path.includes("/secrets/")) continue;
    const bytes = readFileSync(path);
    found.push(...forms.filter((form) => bytes.includes(form) || bytes.includes(Buffer.from(form, "utf16le"))).map((form) => `${path}: ${form}`));
  }
  // Parquet is compressed: its texts are read.
  const texts = filesIn(scene.folder).filter((path) => path.endsWith(".parquet")).map((path) => readParquet(path));
  return [...found, ...texts.flatMap((text) => forms.filter((form) => text.includes(form)).map((form) => `recording: ${form}`))];
};

const readParquet = (path: string): string =>
  execFileSync(process.execPath, ["--input-type=module", "-e", `const { DuckDBInstance } = await import("@duckdb/node-api"); const c = await (await DuckDBInstance.create()).connect(); process.stdout.write(JSON.stringify(await (await c.runAndReadAll("SELECT error_message, status FROM read_parquet('${path}')")).getRowObjectsJson()))`], { encoding: "utf8", cwd: join(import.meta.dirname, "../../..") });

test("no secret that is given by reference stands in any output, report, store, recording, journal, log or temporary file", async () => {
  scene.put("secrets/header", `${canaries.headerFile}\n`);
  const passed = await lockstep(["check", ...reports]);
  expect([passed.code, passed.stderr]).toEqual([0, expect.any(String)]);
  // They were sent, so that they could have leaked.
  for (const secret of [canaries.headerEnv, `Bearer ${canaries.headerEnv}`, canaries.headerFile, canaries.token, canaries.login, canaries.query]) expect([...received]).toContain(secret);
  const { resources, fingerprints } = await scene.run();
  expect([resources.length, fingerprints.length]).toEqual([2, 1]);
  mode = "some errors";
  expect((await lockstep(["check", "--fresh", ...reports])).code).toBe(1);
  const { errors } = await scene.run();
  expect(errors.find(({ environment }) => environment === "testing")?.errors).toBeGreaterThan(5);
  expect(leaks()).toEqual([]);

  mode = "crash";
  const crashed = await lockstep(["check", "--fresh", ...reports]);
  expect(crashed).toMatchObject({ code: 4, stderr: expect.stringContaining("Traceback") });
  // What was asked until then lies in the journal of an unfinished run.
  expect(filesIn(join(scene.folder, ".lockstep")).filter((path) => path.includes("unfinished"))).not.toEqual([]);
  expect(leaks()).toEqual([]);
});

test("nor where a verdict is approved, repeated, signed, gated, restored or told in a review", async () => {
  mode = "shifted";
  const port = await startForge();
  const github = { GITHUB_ACTIONS: "true", CI: "true", GITHUB_EVENT_NAME: "pull_request", GITHUB_EVENT_PATH: join(scene.folder, "event.json"), GITHUB_API_URL: `http://127.0.0.1:${port}`, GITHUB_REPOSITORY: "acme/risk", GITHUB_TOKEN: canaries.forge, GITHUB_STEP_SUMMARY: join(scene.folder, "summary.md"), GITHUB_SERVER_URL: "http://github", GITHUB_RUN_ID: "1" };
  const failed = await lockstep(["check", "--fresh", ...reports], github);
  expect([failed.code, comments.length, failed.stderr]).toEqual([1, 1, expect.stringContaining("no comment was written")]);
  said.push(...comments);
  expect((await lockstep(["rerun", "latest", "-o", "out/again.html"])).code).toBe(1);
  mode = "sound";
  complains = false;
  scene.put("secrets/key.pem", pem);
  for (const key of ["env:KEY", "file:secrets/key.pem"]) {
    const signed = await lockstep(["check", "testing", "--sign-off", "out/sign-off.json", "--signing-key", key]);
    expect(signed).toMatchObject({ code: 0, stderr: expect.stringContaining("signed off: risk in testing by Ada") });
  }
  expect(await lockstep(["gate", "--sign-off", "out/sign-off.json"])).toMatchObject({ code: 0 });
  // A key that is none is not quoted.
  scene.put("secrets/key.pem", pem.replaceAll("-----", "----"));
  expect((await lockstep(["check", "testing", "--sign-off", "out/other.json", "--signing-key", "file:secrets/key.pem"])).code).not.toBe(0);
  const { id } = await scene.run();
  expect((await lockstep(["baseline", "approve", id])).code).toBe(0);
  expect((await lockstep(["runs", "restore", id, "--output", "restored"])).code).toBe(0);
  expect((await lockstep(["config", "print"])).code).toBe(0);
  expect((await lockstep(["check", "baseline", "testing", "-o", "out/baseline.html"])).code).toBe(0);
  for (const kind of ["agreement", "baseline", "run"]) await lockstep(["ledger", "--kind", kind, "--json"]);
  await lockstep(["doctor"]);
  expect(leaks()).toEqual([]);
});

test("nor in a first manifest, whether from a verdict or from a folder", async () => {
  const first = join(scene.folder, "first");
  const saved = await lockstep([
    "check", `staging=http://env:LOGIN@127.0.0.1:${ports[0]}/predict`, `testing=http://127.0.0.1:${ports[1]}/predict`, "--template", '{"x": {{x}}}', "--inputs", "golden.csv", "--key", "id", "--no-probes",
    "--candidate-header", "Authorization: Bearer env:HEADER", "--candidate-header", "X-Api-Key: file:../secrets/header", "--candidate-metrics", `http://127.0.0.1:${ports[1]}/metrics?token=env:QUERY`, "--save",
  ], {}, first);
  expect([saved.code, saved.stderr]).toEqual([0, expect.stringContaining("wrote lockstep.yaml")]);
  const text = readFileSync(join(first, "lockstep.yaml"), "utf8");
  expect(text).toContain("Bearer env:HEADER");
  expect(text).toContain("env:QUERY");
  expect((await lockstep(["check"], {}, first)).code).toBe(0);
  mkdirSync(join(first, "init"));
  await lockstep(["init", "--yes", "--set", `reference=staging=http://env:LOGIN@127.0.0.1:${ports[0]}/predict`], {}, join(first, "init"));
  expect(leaks()).toEqual([]);
});

test("a secret that is written out where an address is asked is refused, before anything keeps it", async () => {
  const written = `http://127.0.0.1:${ports[1]}/metrics?token=${encodeURIComponent(canaries.query)}`;
  scene.put("written.yaml", manifest().replaceAll(/metrics: ".*"/g, `metrics: "${written}"`));
  const { code, stdout, stderr } = await lockstep(["check", "--manifest", "written.yaml"]);
  rmSync(join(scene.folder, "written.yaml"));
  expect([code, stdout, stderr]).toEqual([2, "", expect.stringContaining("LS103")]);
  const typed = await lockstep(["check", "--candidate-metrics", written]);
  expect(typed).toMatchObject({ code: 2, stderr: expect.stringContaining("LS103") });
  expect(leaks()).toEqual([]);
});
