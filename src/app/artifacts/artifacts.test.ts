import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LockstepError } from "../../core/errors/lockstep-error.ts";
import { digestArtifacts } from "./digest-artifacts.ts";
import { readImage } from "./read-image.ts";

let folder = "";
beforeEach(() => { folder = realpathSync(mkdtempSync(join(tmpdir(), "lockstep-artifacts-"))); mkdirSync(join(folder, "model/deep"), { recursive: true }); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const write = (name: string, content: string | Buffer): void => writeFileSync(join(folder, name), content);
const failure = (paths: readonly string[]): Promise<LockstepError> => digestArtifacts(paths, { folder, group: "model" }).then(() => expect.fail("it was accepted"), (error: unknown) => error as LockstepError);

describe("digests of artifacts", () => {
  it("files and folders, sorted, relative, each once, without what is not part of a model", async () => {
    write("model/b.onnx", "b"); write("model/deep/a.txt", "a"); write("scaler.json", "{}");
    mkdirSync(join(folder, "model/__pycache__")); write("model/__pycache__/x.pyc", "x");
    mkdirSync(join(folder, "model/lockstep-training")); write("model/lockstep-training/fingerprint.json", "{}");
    const digests = await digestArtifacts(["scaler.json", "model", "./model/b.onnx"], { folder, group: "preprocessing" });
    expect(digests).toEqual([
      { group: "preprocessing", path: "model/b.onnx", digest: `sha256:${createHash("sha256").update("b").digest("hex")}`, bytes: 1 },
      { group: "preprocessing", path: "model/deep/a.txt", digest: `sha256:${createHash("sha256").update("a").digest("hex")}`, bytes: 1 },
      { group: "preprocessing", path: "scaler.json", digest: `sha256:${createHash("sha256").update("{}").digest("hex")}`, bytes: 2 },
    ]);
    expect((await digestArtifacts([join(folder, "scaler.json")], { folder: join(folder, "model"), group: "model" })).map(({ path }) => path)).toEqual(["../scaler.json"]);
  });

  it("follows links inside, refuses those that lead out, nowhere or in a circle", async () => {
    write("model/a.bin", "weights");
    symlinkSync("a.bin", join(folder, "model/alias.bin"));
    symlinkSync("../model", join(folder, "model/again"));
    expect((await digestArtifacts(["model"], { folder, group: "model" })).map(({ path }) => path)).toEqual(["model/a.bin", "model/alias.bin"]);
    symlinkSync("/etc/hostname", join(folder, "model/out"));
    expect(await failure(["model"])).toMatchObject({ code: "LS201", message: expect.stringContaining("model/out is a link that leads out of") as string });
    rmSync(join(folder, "model/out"));
    symlinkSync("nothing", join(folder, "model/gone"));
    expect(await failure(["model"])).toMatchObject({ code: "LS201", message: expect.stringContaining("leads nowhere") as string });
  });

  it("a missing path and an empty folder are told: LS201", async () => {
    expect(await failure(["no.onnx"])).toMatchObject({ code: "LS201", message: "there is no file or folder no.onnx, or it is a link that leads nowhere", exitCode: 2 });
    expect(await failure(["model"])).toMatchObject({ code: "LS201", message: "no file is in the folder model" });
  });

  const header = JSON.stringify({ w: { dtype: "F32", shape: [4], data_offsets: [0, 16] } });
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  it.each([
    ["w.bin", `version https://git-lfs.github.com/spec/v1\noid sha256:${"a".repeat(64)}\nsize 1234567\n`, /git-lfs pointer of \d+ bytes to a file of 1234567 bytes/],
    ["w.bin", "/annex/objects/SHA256E-s1234--abc.bin\n", /git-annex pointer/],
    ["w.pkl.dvc", "outs:\n- md5: a\n", /pointer of DVC/],
    ["w.onnx.part", "half", /download that has not ended/],
    ["w.onnx", "", /is empty/],
    ["w.onnx", "<!DOCTYPE html><title>Sign in</title>", /web page/],
    ["w.safetensors", Buffer.concat([length, Buffer.from(header), Buffer.alloc(7)]), /fetched in part/],
    ["w.safetensors", Buffer.concat([length, Buffer.from(header.slice(0, 20))]), /fetched in part/],
    ["w.pt", Buffer.concat([Buffer.from("PK\u0003\u0004"), Buffer.alloc(300)]), /ZIP archive without its end/],
    ["w.parquet", Buffer.concat([Buffer.from("PAR1"), Buffer.alloc(300)]), /Parquet file without its end/],
  ])("%s that is not the whole file is refused: LS119", async (name, content, what) => {
    write(`model/${name}`, content);
    const error = await failure(["model"]);
    expect([error.code, error.place, error.exitCode]).toEqual(["LS119", `model/${name}`, 1]);
    expect(error.message).toMatch(what);
  });

  it("takes whole files of the same kinds, an empty text, and a text that speaks of git-lfs", async () => {
    write("model/w.safetensors", Buffer.concat([length, Buffer.from(header), Buffer.alloc(16)]));
    write("model/w.pt", Buffer.concat([Buffer.from("PK\u0003\u0004"), Buffer.alloc(300), Buffer.from("PK\u0005\u0006"), Buffer.alloc(18)]));
    write("model/__init__.py", "");
    write("model/README.md", "version https://git-lfs.github.com/spec/v1 is how a pointer begins");
    expect(await digestArtifacts(["model"], { folder, group: "model" })).toHaveLength(4);
  });
});

describe("an image", () => {
  const digest = `sha256:${"0a".repeat(32)}`;
  it.each([[`registry.example/scorer@${digest}`, digest], [`registry.example:5000/scorer:1.2@${digest}`, digest], [`docker-pullable://scorer@${digest}`, digest], [digest, digest], ["scorer:1.2", null], ["scorer", null], ["registry.example:5000/scorer", null], ["scorer@sha256:abc", null]])("%s", (image, expected) => {
    const read = readImage(image);
    expect(read.digest).toBe(expected);
    expect(read.note === null).toBe(expected !== null);
  });
  it("says why a tag binds nothing", () => expect(readImage("scorer:1.2").note).toBe("scorer:1.2 binds no image: the tag 1.2 can be moved to another one; write it with @sha256:…"));
});
