import { spawnSync } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startServed } from "../server/served.ts";

const clone = join(import.meta.dirname, "../../..");

let root: string;
let folder: string;

/** A copy beside a link to the tools, so that nothing is left in the clone. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "lockstep-team-"));
  folder = join(root, "examples/team");
  const left = new Set([".lockstep", "keys", "credit.evidence.zip"]);
  for (const name of ["team", "validation"]) await cp(join(clone, "examples", name), join(root, "examples", name), { recursive: true, filter: (path) => !left.has(path.split("/").at(-1) ?? "") });
  await symlink(join(clone, "tools"), join(root, "tools"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

it("the page's commands fill a store in which every model is as the page says, with an incident and a waiver", { timeout: 600_000 }, async () => {
  const page = await readFile(join(clone, "examples/team/README.md"), "utf8");
  const commands = [...page.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = ""]) => block.trimEnd().split("\n"));
  expect(commands.at(-1)).toBe("lockstep serve --role admin");
  const script = commands.slice(0, -1).map((line, index) => `${line}\n[ $? -ne 0 ] && echo "::${index} ended with 1"\n`).join("");
  const { stdout, stderr } = spawnSync("bash", ["-c", script], { cwd: root, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
  const failing = [...stdout.matchAll(/^::(\d+) ended with 1$/gm)].map(([, index]) => commands[Number(index)]?.split(" ").slice(0, 3).join(" "));
  expect(failing, stderr).toEqual(["lockstep check", "lockstep watch --now", "lockstep validate --manifest"]);
  expect(stderr).not.toMatch(/^error/m);
  expect(stdout).toMatch(/credit\.evidence\.zip verifies/);

  const served = await startServed(folder, { args: ["--quiet"] });
  try {
    const items = async (path: string): Promise<readonly Record<string, unknown>[]> => ((await (await served.ask(path)).json()) as { readonly items: readonly Record<string, unknown>[] }).items;
    const states = (await items("/api/v1/states")) as unknown as readonly { readonly model: string; readonly runs: readonly { readonly verdict: string }[] }[];
    expect(states.map(({ model, runs }) => [model, runs[0]?.verdict]).toSorted()).toEqual([["churn", "warn"], ["credit", "fail"], ["delay", "fail"], ["fraud", "pass"]]);
    expect(await items("/api/v1/incidents")).toMatchObject([{ subject: "check credit/staging-production", status: "acknowledged" }]);
    expect(await items("/api/v1/waivers")).toMatchObject([{ model: "churn", inForce: true, approvedBy: ["Cem Kaya (compliance)"] }]);
  } finally {
    await served.stop();
  }
});
