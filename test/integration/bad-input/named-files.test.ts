import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CliResult, runCli } from "../../../src/cli/run-cli.fixture.ts";
import { type Arena, csvOf, openArena } from "./attack.fixture.ts";

let arena: Arena;
const manifest = (more = ""): string => `version: 1
${more}models:
  m:
    golden: {file: golden.csv, key: id}
environments:
  a: {target: a.csv}
  b: {target: b.csv}
compare:
  - {reference: a, candidate: b}
`;
const lockstep = (...args: string[]): Promise<CliResult> => runCli(args, { cwd: arena.cwd });
const told = async (args: readonly string[], exit: number, code: string, names: RegExp): Promise<void> => {
  const result = await lockstep(...args);
  expect(result.stderr).toMatch(new RegExp(`^error ${code}: `));
  expect(result.stderr).toMatch(names);
  expect(result.code).toBe(exit);
};

beforeAll(() => {
  arena = openArena();
  for (const name of ["a.csv", "b.csv", "golden.csv"]) arena.file(name, csvOf());
  arena.file("lockstep.yaml", manifest());
  execFileSync("sh", ["-c", "mkfifo pipe pipe.csv pipe.pem"], { cwd: arena.cwd });
});
afterAll(() => arena.close());

// Each of these would wait for a writer, or read until memory is full.
test.concurrent.for([
  [["config", "check", "pipe"], "LS201"],
  [["config", "check", "/dev/zero"], "LS201"],
  [["gate", "--sign-off", "pipe"], "LS201"],
  [["gate", "--sign-off", "/dev/zero"], "LS201"],
  [["keys", "show", "pipe.pem"], "LS201"],
  [["fingerprint", "show", "pipe"], "LS321"],
  [["fingerprint", "show", "/dev/zero"], "LS321"],
  [["check", "a.csv", "http://127.0.0.1:9/x", "--inputs", "golden.csv", "--template", "@pipe"], "LS201"],
] as const)("%j: a pipe or a device is no file, and nobody waits for it", ([args, code]) => told(args, 2, code, /it is a pipe|is a pipe, a socket or a device/));

test.concurrent("what a manifest extends, and a golden set that is pinned, may be no pipe either", async () => {
  arena.file("extends.yaml", manifest("extends: pipe\n"));
  arena.file("pinned.yaml", manifest().replace("golden.csv,", `pipe.csv, digest: "sha256:${"0".repeat(64)}",`));
  await told(["config", "check", "extends.yaml"], 2, "LS116", /pipe cannot be read/);
  await told(["config", "check", "pinned.yaml"], 2, "LS114", /pipe\.csv is not a file/);
});

test.concurrent("a manifest that is a data file, one in UTF-16, one that is a link in a circle", async () => {
  arena.file("huge.yaml", Buffer.alloc(5 * 2 ** 20, "# x\n"));
  arena.file("utf16.yaml", Buffer.from(`\ufeff${manifest()}`, "utf16le"));
  await told(["config", "check", "huge.yaml"], 2, "LS201", /more than 262,144 bytes/);
  await told(["config", "check", "utf16.yaml"], 2, "LS201", /UTF-16/);
  arena.file("proto.yaml", manifest().replace("  m:", "  __proto__:"));
  await told(["config", "check", "proto.yaml"], 2, "LS110", /__proto__ cannot be a name/);
});

test.concurrent("manifests that extend the same ones, many steps deep, are merged once each", async () => {
  for (let step = 0; step < 24; step += 1) for (const name of ["e", "f"]) arena.file(`${name}${step}.yaml`, `version: 1\nextends: [e${step + 1}.yaml, f${step + 1}.yaml]\n`);
  for (const name of ["e", "f"]) arena.file(`${name}24.yaml`, "version: 1\n");
  arena.file("many.yaml", manifest("extends: [e0.yaml, f0.yaml]\n"));
  expect(await lockstep("config", "check", "many.yaml")).toMatchObject({ code: 0, stderr: "" });
});

test.concurrent("names that repaint a terminal or command a CI are told harmlessly", async () => {
  arena.file("hostile.yaml", manifest().replace("candidate: b", String.raw`candidate: "b\e[2J\n::error::pwn ##[add-mask]x"`));
  const { code, stderr } = await lockstep("config", "check", "hostile.yaml");
  expect(code).toBe(2);
  expect(stderr).toContain("b\\u001b[2J");
  expect(stderr).not.toContain("\u001b");
  expect(stderr).not.toMatch(/^\s*::|##\[/m);
});

test.concurrent("a sign-off is written over no other file, and what stops it is told before anything is asked", async () => {
  const { privateKey } = generateKeyPairSync("ed25519", { privateKeyEncoding: { type: "pkcs8", format: "pem" }, publicKeyEncoding: { type: "spki", format: "pem" } });
  arena.file("key.pem", privateKey);
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048, privateKeyEncoding: { type: "pkcs8", format: "pem" }, publicKeyEncoding: { type: "spki", format: "pem" } });
  arena.file("rsa.pem", rsa.privateKey);
  for (const name of ["key.pem", "golden.csv", "lockstep.yaml"]) {
    const before = readFileSync(join(arena.cwd, name), "utf8");
    const result = await lockstep("check", "--sign-off", name, "--signing-key", "file:key.pem", "--signer", "Ada", "--quiet");
    expect(result).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/^error LS118: .*is no sign-off; it stays as it is/) });
    expect(readFileSync(join(arena.cwd, name), "utf8")).toBe(before);
  }
  expect(await lockstep("check", "--sign-off", "new.json", "--signing-key", "file:rsa.pem", "--quiet")).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/^error LS510: .*kind rsa/) });
});

test("a link in a circle or into nothing is neither read nor replaced by init", async () => {
  const own = openArena();
  try {
    symlinkSync("lockstep.yaml", join(own.cwd, "lockstep.yaml"));
    expect(await runCli(["check"], { cwd: own.cwd })).toMatchObject({ code: 2, stderr: expect.stringMatching(/^error LS201: .*ELOOP/) });
    expect(await runCli(["init"], { cwd: own.cwd })).toMatchObject({ code: 2, stderr: expect.stringMatching(/^error LS118: /) });
  } finally {
    own.close();
  }
});

test.concurrent.for([
  [["check", "--store", "/proc/none/store", "--quiet"], "LS501"],
  [["check", "--store", "golden.csv", "--quiet"], "LS501"],
  [["check", "a.csv", "b.csv", "--store", "/proc/none/store", "--quiet"], "LS501"],
  [["keys", "new", "--out", "/proc/none/key"], "LS506"],
  [["fingerprint", "take", `pid:${process.pid}`, "-o", "/proc/none/x.json"], "LS506"],
] as const)("%j: where no folder can be made, that is said", ([args, code]) => told(args, 2, code, /mkdir/));

test("a folder that was removed under its feet", async () => {
  const gone = execFileSync("sh", ["-c", `mkdir gone && cd gone && rmdir ../gone && "$1" "$2" runs 2>&1; echo "exit $?"`, "sh", process.execPath, join(import.meta.dirname, "../../../src/cli/main.ts")], { cwd: arena.cwd, encoding: "utf8" });
  expect(gone).toMatch(/^error LS201: the folder in which this was started is no longer there[^]*exit 2\n$/);
});

test("annotations still reach the CI, and only they", async () => {
  arena.file("left.jsonl", Array.from({ length: 60 }, (_, row) => `${JSON.stringify({ id: row, "x\\n::error::pwn": row })}\n`).join(""));
  arena.file("right.jsonl", Array.from({ length: 60 }, (_, row) => `${JSON.stringify({ id: row, "x\\n::error::pwn": row + 1 })}\n`).join(""));
  const { code, stdout, stderr } = await runCli(["check", "left.jsonl", "right.jsonl", "--key", "id", "--quiet", "--store", "annotated"], { cwd: arena.cwd, env: { GITHUB_ACTIONS: "true" } });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^::error title=fail/m);
  expect(`${stdout}${stderr}`).not.toMatch(/^\s*::error::/m);
});

test("a megabyte without a blank is printed at once", async () => {
  const value = "n".repeat(1_000_000);
  arena.file("long.json", JSON.stringify({ lockstep: "fingerprint", schemaVersion: 1, probe: "p", takenAt: "2026-01-01T00:00:00Z", method: "in-process", pid: 1, unread: {}, fields: { [`package.version:${value}`]: { value: "1", scope: "process", how: "x" } } }));
  const started = Date.now();
  expect(await lockstep("fingerprint", "show", "long.json")).toMatchObject({ code: 0, stderr: "" });
  expect(Date.now() - started).toBeLessThan(15_000);
});
