import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import type { LockstepError } from "../../core/errors/lockstep-error.ts";
import { createSecrets } from "./resolve-secret.ts";

const cwd = mkdtempSync(join(tmpdir(), "lockstep-secret-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
writeFileSync(join(cwd, "token"), "from-file\n");
writeFileSync(join(cwd, "lines"), "a\nb\n");
writeFileSync(join(cwd, "empty"), "\n");
const kept: string[] = [];
const secrets = () => createSecrets({ env: { TOKEN: "s3cr3t/+x", LONG: "s3cr3t/+x-and-more", EMPTY: "" }, cwd, keepSecret: (secret) => kept.push(secret) });
const failure = (name: string, value: string): Promise<LockstepError> => secrets().resolveHeaders([{ name, value }]).then(() => { throw new Error("accepted"); }, (error: LockstepError) => error);

it.each([
  ["Authorization", "env:TOKEN", "s3cr3t/+x"],
  ["Authorization", "Bearer env:TOKEN", "Bearer s3cr3t/+x"],
  ["X-Api-Key", "file:token", "from-file"],
  ["Cookie", "session=env:TOKEN; theme=dark", "session=s3cr3t/+x; theme=dark"],
  ["X-Tenant", "blue", "blue"],
  ["X-Note", "the environment:TOKEN stays", "the environment:TOKEN stays"],
])("%s: %s", async (name, value, resolved) => {
  expect(await secrets().resolveHeaders([{ name, value }])).toEqual({ [name.toLowerCase()]: resolved });
});

it.each([
  ["Authorization", "Bearer abc", "LS103", /holds its secret itself/],
  ["cookie", "a=b", "LS103", /cookie/],
  ["X-API-Key", "abc", "LS103", /X-API-Key/],
  ["x-auth-token", "abc", "LS103", /x-auth-token/],
  ["Authorization", "env:NOPE", "LS104", /NOPE is not set/],
  ["Authorization", "env:EMPTY", "LS104", /EMPTY is empty/],
  ["Authorization", "file:nowhere", "LS104", /cannot be read/],
  ["Authorization", "file:lines", "LS104", /several lines/],
  ["Authorization", "file:empty", "LS104", /is empty/],
])("%s: %s is %s", async (name, value, code, message) => {
  const error = await failure(name, value);
  expect([error.code, error.place]).toEqual([code, `--header ${name}`]);
  expect(error.message).toMatch(message);
  expect(`${error.message}${error.todo}`).not.toContain("abc");
});

it("tells whoever prints, and takes every secret out of a text", async () => {
  const own = secrets();
  await own.resolveHeaders([{ name: "a-token", value: "env:TOKEN" }, { name: "b-token", value: "env:LONG" }]);
  expect(kept).toContain("s3cr3t/+x");
  expect(own.redact("s3cr3t/+x-and-more, s3cr3t/+x and s3cr3t%2F%2Bx")).toBe("***, *** and ***");
});

it("a reference to several lines gives them whole, and keeps each line and the whole secret", async () => {
  const pem = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0LWxpbmU=\n-----END PRIVATE KEY-----\n";
  const told: string[] = [];
  const world = createSecrets({ env: { KEY: pem }, cwd, keepSecret: (secret) => told.push(secret) });
  expect(await world.resolveLines("env:KEY", "--signing-key")).toBe(pem.trimEnd());
  expect(told).toEqual([pem.trimEnd(), "c2VjcmV0LWxpbmU="]);
  expect(world.redact("a c2VjcmV0LWxpbmU= b")).toBe("a *** b");
  expect(await world.resolveLines("file:lines", "--signing-key")).toBe("a\nb");
  await expect(world.resolveLines(pem, "--signing-key")).rejects.toMatchObject({ code: "LS103", message: expect.not.stringContaining("c2Vj") });
  await expect(world.resolveLines("env:NONE", "--signing-key")).rejects.toMatchObject({ code: "LS104" });
});

it("a secret is left out in every form in which a server repeats it: as it is, in a URL, in base64, in JSON, and cut short by a quotation", async () => {
  const secret = 'user:p"a\\s/+=word';
  const world = createSecrets({ env: { LOGIN: secret }, cwd });
  await world.resolve("env:LOGIN", "here");
  for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64"), JSON.stringify(secret).slice(1, -1)]) {
    expect(world.redact(`a ${form} b`)).toBe("a *** b");
    expect(world.redact(`answered 500: {${form.slice(0, 9)}…`)).toBe("answered 500: {***…");
  }
  expect(world.redact("used …")).toBe("used …");
});
