import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inspectManifest } from "./load-manifest.ts";

const problemsOf = async (server: string): Promise<string[]> => {
  const cwd = mkdtempSync(join(tmpdir(), "lockstep-server-manifest-"));
  try {
    writeFileSync(join(cwd, "lockstep.yaml"), `version: 1\nserver: ${server}\n`);
    const { problems } = await inspectManifest("lockstep.yaml", { cwd, env: {} });
    return problems.map(({ code, message }) => `${code} ${message}`);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
};

test.each([
  ["{ url: lockstep.example.com }", "LS112 the server is reached at lockstep.example.com"],
  ["{ url: https://example.com/lockstep }", "LS112 the server is reached at"],
  ["{ allowedHosts: ['http://a.example'] }", "LS112 the server may be asked as http://a.example"],
  ["{ oidc: { issuer: http://login.example.com, clientId: a, roles: { '*': viewer } } }", "LS112 people sign in at http://login.example.com"],
  ["{ oidc: { issuer: https://login.example.com, clientId: a } }", "LS112 people sign in and none of them has a role"],
  ["{ oidc: { issuer: https://login.example.com, clientId: a, clientSecret: hunter2hunter2, roles: { '*': viewer } } }", "LS103 the secret of the client is written out"],
])("server: %s is told", async (server, problem) => {
  const problems = await problemsOf(server);
  expect(problems).toEqual([expect.stringContaining(problem)]);
  expect(problems.join()).not.toContain("hunter2");
});

test("a server as it should be has no problem", async () => {
  expect(await problemsOf("{ url: https://lockstep.example.com, allowedHosts: [lockstep.internal], oidc: { issuer: https://login.example.com/realm, clientId: a, clientSecret: env:SECRET, roles: { '*': viewer } } }")).toEqual([]);
});
