import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { exampleAgreement, exampleRun } from "../sign-off/example-sign-off.fixture.ts";
import { toolVersion } from "../tool-version.ts";
import { reportLocation } from "./report-location.ts";
import { writeCi } from "./write-ci.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lockstep-ci-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const written = async (kind: "github" | "gitlab"): Promise<{ readonly file: string; readonly job: never; readonly notes: readonly string[] }> => {
  const notes: string[] = [];
  const file = await writeCi(kind, folder, { note: (text) => notes.push(text) });
  return { file, job: parse(await readFile(join(folder, file), "utf8")) as never, notes };
};

describe("a written job", () => {
  it("for GitHub asks for no more rights than it uses, and keeps the reports whatever the verdict", async () => {
    const { file, job } = await written("github");
    const { permissions, jobs, on } = job as { permissions: object; on: object; jobs: { lockstep: { permissions: object; steps: { run?: string; uses?: string; if?: string; "continue-on-error"?: boolean; with?: Record<string, unknown> }[] } } };
    const { steps } = jobs.lockstep;
    expect(file).toBe(".github/workflows/lockstep.yml");
    expect(Object.keys(on)).toEqual(["pull_request", "push", "workflow_dispatch"]);
    expect([permissions, jobs.lockstep.permissions]).toEqual([{}, { contents: "read", "pull-requests": "write", "security-events": "write" }]);
    expect(steps.flatMap(({ run }) => run ?? [])).toEqual([`npm install --global lockstep@${toolVersion()}`, expect.stringMatching(/^lockstep check -o lockstep-reports\/report\.html /)]);
    expect(steps.find(({ uses }) => uses?.startsWith("actions/upload-artifact"))).toMatchObject({ if: "always()", with: { path: "lockstep-reports/" } });
    expect(steps.find(({ uses }) => uses?.includes("upload-sarif"))).toMatchObject({ "continue-on-error": true, with: { sarif_file: "lockstep-reports" } });
    expect(steps.find(({ uses }) => uses?.startsWith("actions/checkout"))).toMatchObject({ with: { "persist-credentials": false } });
  });

  it("for GitLab hands over tests, metrics and code quality, and says how it is included", async () => {
    const { file, job, notes } = await written("gitlab");
    expect(file).toBe("lockstep.gitlab-ci.yml");
    expect(job).toMatchObject({ lockstep: { artifacts: { when: "always", paths: ["lockstep-reports/"], reports: { junit: "lockstep-reports/*.xml", metrics: "lockstep-reports/*metrics.txt", codequality: "lockstep-reports/*codequality.json" } } } });
    expect(notes).toEqual(["add to .gitlab-ci.yml: include: [{local: lockstep.gitlab-ci.yml}]"]);
  });

  it.each(["github", "gitlab"] as const)("for %s says what a runner needs: targets that it reaches, and a version that it can install", async (kind) => {
    const { file } = await written(kind);
    const comments = (await readFile(join(folder, file), "utf8")).split("\n").filter((line) => line.startsWith("#"));
    expect(comments).toEqual(expect.arrayContaining([expect.stringContaining("localhost"), expect.stringContaining(`lockstep@${toolVersion()} must be installable`)]));
  });

  it.each(["github", "gitlab"] as const)("for %s is never written over", async (kind) => {
    const { file } = await written(kind);
    await writeFile(join(folder, file), "mine");
    await expect(writeCi(kind, folder, { note: () => {} })).rejects.toMatchObject({ code: "LS118" });
    expect(await readFile(join(folder, file), "utf8")).toBe("mine");
  });
});

it("a job is written at a repository's root alone", async () => {
  await mkdir(join(folder, ".git"));
  await mkdir(join(folder, "models"));
  await expect(writeCi("github", join(folder, "models"), { note: () => {} })).rejects.toMatchObject({ code: "LS102", todo: `Run it in ${folder}.` });
  expect(await writeCi("github", folder, { note: () => {} })).toBe(".github/workflows/lockstep.yml");
});

describe("where findings are shown", () => {
  const at = (path: string, env: Record<string, string> = {}) => reportLocation(exampleRun({ agreement: exampleAgreement({ manifests: [{ path, digest: "sha256:0" }] }) }), { cwd: folder, env });

  it("is the model in its manifest, from the repository's root", async () => {
    await writeFile(join(folder, "lockstep.yaml"), "version: 1\nenvironments:\n  risk: {target: x}\nmodels:\n  churn: {}\n  'risk':\n    version: 3\n");
    expect(await at("lockstep.yaml")).toEqual({ file: "lockstep.yaml", line: 6 });
    expect(await at("lockstep.yaml", { GITHUB_WORKSPACE: join(folder, "..") })).toEqual({ file: `${folder.split("/").at(-1)}/lockstep.yaml`, line: 6 });
  });

  it("is the first line where the model is not named, and nowhere for a manifest outside or for none", async () => {
    expect(await at("gone.yaml")).toEqual({ file: "gone.yaml", line: 1 });
    expect(await at("../lockstep.yaml")).toBeNull();
    expect(await reportLocation(exampleRun({ agreement: null }), { cwd: folder, env: {} })).toBeNull();
  });
});
