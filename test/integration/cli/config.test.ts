import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runCli } from "../../../src/cli/run-cli.fixture.ts";

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "lockstep-config-"));
  cpSync(join(import.meta.dirname, "../../../examples/manifest"), cwd, { recursive: true });
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

test("config says whether the manifest holds together, every value with its origin, and the schema", async () => {
  const canary = "s3cret-of-the-environment";
  const [checked, printed, schema, wrong] = await Promise.all([
    runCli(["config", "check"], { cwd }),
    runCli(["config", "print", "--model", "credit", "--environment", "production", "--json"], { cwd, env: { MODEL_TOKEN: canary } }),
    runCli(["config", "schema"], { cwd }),
    runCli(["config", "print", "--environment", "prodution"], { cwd }),
  ]);
  expect(checked).toEqual({ code: 0, stdout: "lockstep.yaml holds together: 2 models, 2 environments\n", stderr: "" });
  const values = JSON.parse(printed.stdout) as { path: string; value: unknown; origin: { kind: string; says: string } }[];
  expect(values.find(({ path }) => path === "models.credit.tolerances.default.absolute")).toMatchObject({ value: 1e-4, origin: { kind: "override", says: expect.stringMatching(/^lockstep\.yaml:\d+:\d+, override production\/gpu$/) } });
  expect(values.find(({ path }) => path === "environments.production.headers.Authorization")?.value).toBe("Bearer env:MODEL_TOKEN");
  expect(printed.stdout).not.toContain(canary);
  expect(JSON.parse(schema.stdout)).toMatchObject({ title: "Lockstep manifest" });
  expect(wrong).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("Did you mean production?") });
});

test("a wrong manifest ends with 2 and says how to mend it", async () => {
  writeFileSync(join(cwd, "lockstep.yaml"), "version: 1\nmodles: {}\n");
  expect(await runCli(["config", "check"], { cwd })).toEqual({ code: 2, stdout: "", stderr: "error LS111: the key modles is not known at the top of the manifest\n    lockstep.yaml:2:1\n    2 | modles: {}\n      | ^^^^^^\n  to do: Did you mean models?\n" });
});
