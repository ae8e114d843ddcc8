import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { profileOf, profileSpecOf } from "../../../core/profile/profile.fixture.ts";
import { testProfileStore } from "../../../ports/profile-store.conformance.ts";
import { createSqliteProfileStore, profileStoreFile } from "./create-sqlite-profile-store.ts";

const inDirectory = async (work: (directory: string) => void | Promise<void>): Promise<void> => {
  const directory = mkdtempSync(join(tmpdir(), "lockstep-profiles-"));
  try {
    await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

testProfileStore("SQLite", () => {
  const directory = mkdtempSync(join(tmpdir(), "lockstep-profiles-"));
  return { open: () => createSqliteProfileStore(directory), remove: () => rmSync(directory, { recursive: true, force: true }) };
});

const spec = profileSpecOf([{ name: "x" }]);
const profile = profileOf(spec, [{ x: 41 }], { name: "a" });

test("a profile changed behind its back, or passed off as another part's, was never counted, and can be put anew", () => inDirectory((directory) => {
  const store = createSqliteProfileStore(directory);
  const behind = (sql: string): void => { const raw = new DatabaseSync(profileStoreFile(directory)); raw.exec(sql); raw.close(); };
  store.put("a", profile);
  behind("UPDATE profiles SET document = replace(document, '41', '42')");
  expect(store.get("a", profile.specDigest)).toBeNull();
  store.put("a", profile);
  expect(store.get("a", profile.specDigest)).toEqual(profile);
  behind("UPDATE profiles SET source = 'b'");
  expect(store.get("b", profile.specDigest)).toBeNull();
  store.close();
}));

test("a file that is no database is LS501", () => inDirectory((directory) => {
  writeFileSync(profileStoreFile(directory), "x".repeat(4096));
  let code: unknown = null;
  try { createSqliteProfileStore(directory); } catch (cause) { code = (cause as { code?: unknown }).code; }
  expect(code).toBe("LS501");
}));

test("killed while writing: it opens, and every profile that was acknowledged is there", () => inDirectory(async (directory) => {
  for (const after of [1, 4, 9]) {
    let text = "";
    const child = spawn(process.execPath, [join(import.meta.dirname, "write-profiles.fixture.ts"), directory, `after${after}`], { stdio: ["ignore", "pipe", "inherit"] });
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => { text += chunk; if (text.split("\n").length > after) child.kill("SIGKILL"); });
    await new Promise((resolve) => child.on("close", resolve));
    const acknowledged = text.split("\n").slice(0, -1);
    expect(acknowledged.length).toBeGreaterThanOrEqual(after);
    const store = createSqliteProfileStore(directory);
    expect(acknowledged.filter((digest) => store.get(digest, profile.specDigest) === null)).toEqual([]);
    store.close();
  }
}));
