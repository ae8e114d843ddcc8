import { mkdtempSync, rmSync, writeFileSync, mkdirSync, chmodSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import type { LockstepError } from "../../core/errors/lockstep-error.ts";
import { parseTarget } from "./parse-target.ts";

const cwd = mkdtempSync(join(tmpdir(), "lockstep-target-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
for (const name of ["rows.csv", "scores", "a=b.csv", "predict"]) writeFileSync(join(cwd, name), "x");
mkdirSync(join(cwd, "folder"));
mkdirSync(join(cwd, "bin"));
writeFileSync(join(cwd, "bin", "serve-model"), "#!/bin/sh\n");
chmodSync(join(cwd, "bin", "serve-model"), 0o755);
const world = { cwd, env: { PATH: join(cwd, "bin") } };
const failure = (text: string): LockstepError => { try { parseTarget(text, world); } catch (error) { return error as LockstepError; } throw new Error(`${text} was accepted`); };

it.each([
  ["http://localhost:8080", null, "endpoint", "http://localhost:8080/"],
  ["staging=https://host/v2/models/a?x=1#top", "staging", "endpoint", "https://host/v2/models/a?x=1"],
  ["prod-eu.1=HTTP://Host", "prod-eu.1", "endpoint", "http://host/"],
  ["rows.csv", null, "file", join(cwd, "rows.csv")],
  ["old=./rows.csv", "old", "file", join(cwd, "rows.csv")],
  ["scores", null, "file", join(cwd, "scores")],
  ["a=b.csv", null, "file", join(cwd, "a=b.csv")],
  [join(cwd, "rows.csv"), null, "file", join(cwd, "rows.csv")],
  ["serve-model --port 1", null, "command", "serve-model --port 1"],
  ["new=serve-model rows.csv", "new", "command", "serve-model rows.csv"],
  ["OMP_NUM_THREADS=1 serve-model", null, "command", "OMP_NUM_THREADS=1 serve-model"],
  ["bin/serve-model x", null, "command", "bin/serve-model x"],
  ["cmd:cd x && ./predict", null, "command", "cd x && ./predict"],
  ["b=cmd: exec predict", "b", "command", "exec predict"],
])("%s", (text, name, kind, address) => {
  expect(parseTarget(text, world)).toEqual({ name, kind, address, credentials: null });
});

it.each([
  ["missing.parquet", "LS201", /no file .*missing\.parquet/],
  ["old=missing.csv.gz", "LS201", /no file/],
  ["no-such-program --x", "LS106", /no program "no-such-program" on the PATH/],
  ["folder", "LS106", /is a directory/],
  ["", "LS106", /names no program/],
  ["cmd: ", "LS106", /no command follows/],
  ["grpc://host:1", "LS106", /grpc:\/\/ is not spoken/],
  ["http://", "LS106", /not a valid URL/],
  ["x".repeat(100_000), "LS106", /no program/],
])("%s is %s", (text, code, message) => {
  const error = failure(text);
  expect(error.code).toBe(code);
  expect(error.message).toMatch(message);
  expect(error.exitCode).toBe(2);
});

it("suggests http:// for what looks like an address", () => {
  expect(failure("localhost:8080").todo).toBe("If it is an address, write http://localhost:8080.");
});

it("takes credentials in a URL by reference only, and never repeats them", () => {
  expect(parseTarget("http://env:MODEL_LOGIN@host/x", world)).toEqual({ name: null, kind: "endpoint", address: "http://host/x", credentials: "env:MODEL_LOGIN" });
  const error = failure("http://me:hunter2@host/x");
  expect([error.code, `${error.message}${error.place}${error.todo}`.includes("hunter2")]).toEqual(["LS103", false]);
  const broken = failure("http://me:hunter2@host:99999/");
  expect([broken.code, `${broken.message}${broken.place}${broken.todo}`.includes("hunter2")]).toEqual(["LS106", false]);
});
