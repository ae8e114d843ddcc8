import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { keyId } from "../../core/evidence/key-id.ts";
import { newKeyPair } from "./new-key-pair.ts";
import { readAnyKey, readPublicKey, readSigningKey } from "./read-keys.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lockstep-keys-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it("makes a pair that belongs together, the private half for its owner alone", async () => {
  const pair = await newKeyPair("keys/ada", folder);
  expect(pair).toMatchObject({ privateFile: "keys/ada.private.pem", publicFile: "keys/ada.public.pem" });
  expect((await stat(join(folder, pair.privateFile))).mode & 0o777).toBe(0o600);
  const kept: string[] = [];
  const key = await readSigningKey("file:keys/ada.private.pem", "--signing-key", { env: {}, cwd: folder, keepSecret: (secret) => kept.push(secret) });
  expect([keyId(key), keyId(await readPublicKey(join(folder, pair.publicFile), "x")), keyId(await readAnyKey(join(folder, pair.privateFile), "x"))]).toEqual([pair.id, pair.id, pair.id]);
  expect(kept).toContain((await readFile(join(folder, pair.privateFile), "utf8")).split("\n")[1]);
});

it.each(["ada.private.pem", "ada.public.pem"])("never writes over %s, and leaves no half of a pair", async (there) => {
  await writeFile(join(folder, there), "mine");
  await expect(newKeyPair("ada", folder)).rejects.toMatchObject({ code: "LS118" });
  expect([await readdir(folder), await readFile(join(folder, there), "utf8")]).toEqual([[there], "mine"]);
});

it("takes no private key for a public one, and nothing else for a key", async () => {
  await newKeyPair("ada", folder);
  await expect(readPublicKey(join(folder, "ada.private.pem"), "x")).rejects.toMatchObject({ code: "LS510" });
  await writeFile(join(folder, "text"), "hello");
  await expect(readAnyKey(join(folder, "text"), "text")).rejects.toMatchObject({ code: "LS510" });
  await expect(readAnyKey(join(folder, "gone"), "gone")).rejects.toMatchObject({ code: "LS201" });
  await expect(readSigningKey("hello", "--signing-key", { env: {}, cwd: folder })).rejects.toMatchObject({ code: "LS103" });
});
