import { mkdirSync, mkdtempSync, readFileSync, readdirSync, lstatSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeFileWhole } from "./write-file-whole.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lockstep-write-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("writes a new file, in folders that it makes, and leaves nothing beside it", async () => {
  await writeFileWhole(join(folder, "a/b/report.html"), "<p>ü</p>");
  expect(readFileSync(join(folder, "a/b/report.html"), "utf8")).toBe("<p>ü</p>");
  expect(readdirSync(join(folder, "a/b"))).toEqual(["report.html"]);
});

test("replaces a file; a reader sees the old text or the new one, never a part", async () => {
  const path = join(folder, "run.json");
  const texts = ["old", "new"].map((text) => text.repeat(200_000));
  await writeFileWhole(path, texts[0] ?? "");
  const done = new AbortController();
  const written = writeFileWhole(path, texts[1] ?? "").finally(() => done.abort());
  while (!done.signal.aborted) {
    expect(texts).toContain(readFileSync(path, "utf8"));
    await new Promise(setImmediate);
  }
  await written;
  expect(readFileSync(path, "utf8")).toBe(texts[1]);
  expect(readdirSync(folder)).toEqual(["run.json"]);
});

test("follows a link and keeps it", async () => {
  writeFileSync(join(folder, "real.md"), "before");
  symlinkSync("real.md", join(folder, "link.md"));
  await writeFileWhole(join(folder, "link.md"), "after");
  expect(readFileSync(join(folder, "real.md"), "utf8")).toBe("after");
  expect(lstatSync(join(folder, "link.md")).isSymbolicLink()).toBe(true);
});

test("a folder in the place of the file is LS506, and nothing is left behind", async () => {
  mkdirSync(join(folder, "x.html"));
  await expect(writeFileWhole(join(folder, "x.html"), "text")).rejects.toMatchObject({ code: "LS506", message: expect.stringContaining("x.html") });
  writeFileSync(join(folder, "file"), "");
  await expect(writeFileWhole(join(folder, "file/y.html"), "text")).rejects.toMatchObject({ code: "LS506" });
  expect(readdirSync(folder).sort()).toEqual(["file", "x.html"]);
});

test("a device is written as it is", async () => {
  await writeFileWhole("/dev/null", "text");
  expect(lstatSync("/dev/null").isCharacterDevice()).toBe(true);
});
