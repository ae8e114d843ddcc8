import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compareLock } from "../../../src/checks/environment/lock/compare-lock.ts";
import { lockFinding } from "../../../src/checks/environment/lock/lock-finding.ts";
import type { Fingerprint } from "../../../src/core/domain/fingerprint.ts";
import { parseFieldId } from "../../../src/core/fingerprint/parse-field-id.ts";
import { readLock } from "../../../src/app/fingerprint/read-lock.ts";
import { takeFingerprint } from "../../../src/app/fingerprint/take-fingerprint.ts";
import { ensureEnvironment, type PythonEnvironment } from "../python/environments.ts";
import { freePort } from "../servers/free-port.ts";
import { type RunningServer, startServer } from "../servers/start-server.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const token = "a-token-of-the-test";
const folder = mkdtempSync(join(tmpdir(), "lockstep-proc-"));
const secrets: string[] = [];
const signal = new AbortController().signal;
const take = (source: string, env: Record<string, string> = { LOCKSTEP_TOKEN: token }): Promise<Fingerprint> =>
  takeFingerprint(source, { cwd: folder, env, keepSecret: (secret) => secrets.push(secret), signal, folders: [folder], settings: ["APP_*"] });

let python: PythonEnvironment;
let server: RunningServer;
let inside: Fingerprint;
let beside: Fingerprint;

beforeAll(async () => {
  python = await ensureEnvironment("sklearn-1.4.2");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  server = await startServer({
    name: "a server with numpy", file: python.python, args: [join(here, "numpy_server.py"), folder, String(port)], url, healthUrl: `${url}/`, cwd: folder,
    env: { LOCKSTEP_TOKEN: token, OMP_NUM_THREADS: "2", OPENBLAS_NUM_THREADS: "1", LD_LIBRARY_PATH: "/usr/lib:/no/such/folder", APP_FLAG: "canary-4711", PYTHONHASHSEED: "42", LOCKSTEP_IMAGE_DIGEST: `sha256:${"ab".repeat(32)}` },
  });
  inside = await take(`${url}/lockstep`);
  beside = await take(`pid:${inside.pid}`);
}, 900_000);
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What moves between two readings a moment apart. */
const moving = new Set(["memory.resident", "server.uptime", "cpu.throttled"]);

describe("one process, read from inside and from beside", () => {
  test("every field that both read is equal", () => {
    expect([inside.method, beside.method, beside.pid]).toEqual(["in-process", "proc", inside.pid]);
    const both = Object.keys(beside.fields).filter((id) => Object.hasOwn(inside.fields, id) && !moving.has(id));
    const plain = ({ fields }: Fingerprint): unknown => Object.fromEntries(both.map((id) => [id, [fields[id]?.value, fields[id]?.scope]]));
    expect(plain(beside)).toEqual(plain(inside));
    expect(both.length).toBeGreaterThan(150);
    const kinds = new Set(both.map((id) => parseFieldId(id).kindName));
    for (const kind of ["model.mapped", "package.version", "package.integrity", "package.origin", "native.library", "native.runtimes", "python.version", "python.executable", "libc.version", "cpu.flags", "threads.variable", "hash.seed", "image.digest", "limits.rlimit", "os.release", "native.path"] as const) expect(kinds, kind).toContain(kind);
    expect(both).toContain("model.mapped:weights.npy");
    expect([beside.fields["threads.variable:OMP_NUM_THREADS"]?.value, beside.fields["python.version"]?.value]).toEqual(["2", expect.stringMatching(/^3\.11\.\d+$/)]);
  });

  test("what the inside has and the outside cannot, is named with its reason", () => {
    const silent = Object.keys(inside.fields).filter((id) => !Object.hasOwn(beside.fields, id) && !Object.hasOwn(beside.unread, id) && !Object.hasOwn(beside.unread, parseFieldId(id).kindName ?? ""));
    expect(silent).toEqual(["time.offset"].filter((id) => !Object.hasOwn(beside.unread, id)));
    expect(beside.unread["package.loaded"]).toContain("from inside");
    expect(Object.keys(beside.fields).filter((id) => parseFieldId(id).kindName === null)).toEqual([]);
  });

  test("moving numbers are near, the clock is the same one", () => {
    for (const { fields } of [inside, beside]) expect(fields["memory.resident"]?.value).toBeGreaterThan(10_000_000);
    expect(Math.abs(Number(beside.fields["server.uptime"]?.value) - Number(inside.fields["server.uptime"]?.value))).toBeLessThan(60);
    expect(Math.abs(Number(inside.fields["time.offset"]?.value))).toBeLessThan(5);
  });

  test("settings are salted, secrets are kept, nothing raw is told", () => {
    expect(beside.fields["config.variable:APP_FLAG"]?.value).toMatch(/^hmac:[0-9a-f]{16}$/);
    expect(secrets).toContain(token);
    for (const one of [inside, beside]) expect(JSON.stringify(one)).not.toMatch(new RegExp(`${token}|canary-4711`));
  });
});

describe("its lock file", () => {
  const finding = async (text: string) => {
    writeFileSync(join(folder, "requirements.txt"), text);
    const lock = await readLock("requirements.txt", folder);
    return [inside, beside].map((fingerprint) => lockFinding({ lock, comparison: compareLock(lock, fingerprint), environment: "staging", mode: "enforce" }));
  };
  const lines = readFileSync(join(here, "../python/sklearn-1.4.2.txt"), "utf8");

  test("what it was made from passes from inside and from beside", async () => {
    expect((await finding(lines)).map(({ verdict, statement }) => [verdict, statement])).toEqual([["pass", expect.stringContaining("holds what requirements.txt says")], ["pass", expect.stringContaining("holds what requirements.txt says")]]);
  });

  test("another numpy fails, for it is in memory; another httptools-like package that is not stays quiet from inside", async () => {
    const [first, second] = await finding(lines.replace(/^numpy==.*$/m, "numpy==1.26.3").replace(/^uvicorn==.*$/m, "uvicorn==0.1"));
    expect([first?.verdict, first?.statement]).toEqual(["fail", "staging is not what requirements.txt says: numpy is 1.26.4, locked is 1.26.3"]);
    // From beside, nobody knows whether uvicorn is in memory.
    expect([second?.verdict, second?.statement]).toEqual(["fail", expect.stringMatching(/numpy is 1\.26\.4, locked is 1\.26\.3 and uvicorn is [\d.]+, locked is 0\.1$/)]);
  });
});

describe("what cannot be read", () => {
  const failure = (source: string, env?: Record<string, string>): Promise<unknown> => take(source, env).then(() => expect.fail("it was accepted"), (error: unknown) => error);

  test("a process that ended, a wrong token, a place without the SDK, a closed port", async () => {
    expect(await failure("pid:999999999")).toMatchObject({ code: "LS320", place: "pid:999999999", message: expect.stringContaining("no process 999999999") });
    expect(await failure("pid:zero")).toMatchObject({ code: "LS320" });
    expect(await failure(`${server.url}/lockstep`, { LOCKSTEP_TOKEN: "wrong-token" })).toMatchObject({ code: "LS304", message: expect.stringContaining("does not accept the token") });
    expect(await failure(`${server.url}/lockstep`, {})).toMatchObject({ code: "LS304" });
    expect(await failure(`${server.url}/elsewhere`)).toMatchObject({ code: "LS320", message: expect.stringContaining("not with a fingerprint") });
    const closed = createServer();
    const port = await new Promise<number>((resolve) => closed.listen(0, "127.0.0.1", () => resolve((closed.address() as { port: number }).port)));
    await new Promise((resolve) => closed.close(resolve));
    expect(await failure(`http://127.0.0.1:${port}/lockstep`)).toMatchObject({ code: "LS301" });
  });

  test("a process that runs no Python is read without any", async () => {
    const own = await take(`pid:${process.pid}`);
    expect(own.unread["package.version"]).toContain("no Python interpreter");
    expect(own.fields["native.library:libc"]?.value).toMatch(/^sha256:[0-9a-f]{64} \d+$/);
  });
});
