import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCli } from "../../../src/cli/run-cli.fixture.ts";

test("a token is issued once, listed without its secret, revoked, and all of it stands in the ledger", async () => {
  const cwd = mkdtempSync(join(tmpdir(), "lockstep-token-"));
  const run = (...args: string[]) => runCli(["token", ...args], { cwd });
  try {
    expect((await run("list")).stderr).toContain("LS501");
    const added = await run("add", "ci-risk", "--scope", "read,push", "--model", "risk", "--expires", "90d", "--by", "Ada");
    expect([added.code, added.stdout]).toEqual([0, expect.stringMatching(/^lks_[\w-]{43}\n$/)]);
    const secret = added.stdout.trim();
    const [token] = JSON.parse((await run("list", "--json")).stdout) as { id: string }[];
    expect(token).toMatchObject({ name: "ci-risk", scopes: ["read", "push"], models: ["risk"], createdBy: "Ada", revokedAt: null });
    const refusals = await Promise.all([run("add", "ci-risk", "--scope", "read"), run("add", "two", "--scope", "approve"), run("add", "two", "--scope", "raed"), run("add", "two", "--scope", "read", "--expires", "soon"), run("revoke", "t-none")]);
    expect(refusals.map(({ code, stdout, stderr }) => [code, stdout, /LS\d+/.exec(stderr)?.[0]])).toEqual([[2, "", "LS732"], [2, "", "LS732"], [2, "", "LS102"], [2, "", "LS102"], [2, "", "LS706"]]);
    const revoked = await run("revoke", token?.id ?? "");
    expect([revoked.code, revoked.stdout]).toEqual([0, expect.stringContaining("revoked at")]);
    const ledger = await runCli(["ledger", "--json"], { cwd });
    expect((JSON.parse(ledger.stdout) as { kind: string; subject: string }[]).map(({ kind, subject }) => `${kind} ${subject}`).toSorted()).toEqual([`token ${token?.id}/issued`, `token ${token?.id}/revoked`]);
    const folder = join(cwd, ".lockstep");
    for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name)).toString("latin1"), name).not.toContain(secret);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
});
