import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { writeCi } from "../../../src/app/ci/write-ci.ts";
import { type ForgeServer, forgeToken, startGithub, startGitlab } from "./forge-server.fixture.ts";

const event = (name: string): string => join(import.meta.dirname, "events", `${name}.json`);
const main = join(import.meta.dirname, "..", "..", "..", "src", "cli", "main.ts");

let clone: string;
let tools: string;
let forge: ForgeServer;

/** A clone with a manifest of two files of predictions that agree or not, and Lockstep on the path as the job's first line would install it. */
beforeEach(async () => {
  clone = await mkdtemp(join(tmpdir(), "lockstep-clone-"));
  tools = await mkdtemp(join(tmpdir(), "lockstep-tools-"));
  await writeFile(join(tools, "lockstep"), `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`);
  await chmod(join(tools, "lockstep"), 0o755);
  await mkdir(join(clone, "predictions"));
  await writeFile(join(clone, "lockstep.yaml"), [
    "version: 1", "models:", "  risk:", "    version: 3", "environments:", "  staging: {target: predictions/staging.csv}", "  production: {target: predictions/production.csv}",
    "compare:", "  - {reference: staging, candidate: production}", "policy:", "  equal: []", "",
  ].join("\n"));
  await predictions("staging", (row) => row / 4000);
  await predictions("production", (row) => row / 4000);
});
afterEach(async () => {
  await forge?.close();
  await Promise.all([clone, tools].map((folder) => rm(folder, { recursive: true, force: true })));
});

const predictions = (name: string, score: (row: number) => number): Promise<void> =>
  writeFile(join(clone, "predictions", `${name}.csv`), `id,score\n${Array.from({ length: 4000 }, (_, row) => `${row},${score(row)}\n`).join("")}`);

interface Outcome {
  readonly code: number;
  readonly stderr: string;
}

/** Runs a line as a forge's runner does, in the clone. */
const runLine = (line: string, env: Readonly<Record<string, string>>): Promise<Outcome> =>
  new Promise((resolve) => {
    execFile("bash", ["-e", "-o", "pipefail", "-c", line], { cwd: clone, env: { PATH: `${tools}:${process.env["PATH"] ?? ""}`, HOME: tools, ...env } }, (error, _stdout, stderr) => resolve({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : -1, stderr }));
  });

/** The lines after the one that installs Lockstep. */
const afterInstalling = ([install, ...rest]: readonly string[]): readonly string[] => {
  expect(install).toMatch(/^npm install --global lockstep@\d+\.\d+\.\d+/);
  expect(rest).toHaveLength(1);
  return rest;
};

describe("the workflow for GitHub", () => {
  const run = async (name: string): Promise<Outcome> => {
    const workflow = parse(await readFile(join(clone, ".github", "workflows", "lockstep.yml"), "utf8")) as { jobs: { lockstep: { steps: { run?: string; env?: Record<string, string> }[] } } };
    const steps = workflow.jobs.lockstep.steps.filter((step) => step.run !== undefined);
    const [line = ""] = afterInstalling(steps.map((step) => step.run ?? ""));
    const env = Object.fromEntries(Object.entries(steps.at(-1)?.env ?? {}).map(([key, value]) => [key, value === "${{ github.token }}" ? forgeToken : value]));
    return runLine(line, {
      CI: "true", GITHUB_ACTIONS: "true", GITHUB_API_URL: forge.api, GITHUB_REPOSITORY: "acme/risk-model", GITHUB_WORKSPACE: clone, GITHUB_EVENT_PATH: event(name), GITHUB_STEP_SUMMARY: join(clone, "summary.md"), ...env,
    });
  };

  beforeEach(async () => {
    forge = await startGithub();
    await writeCi("github", clone, { note: () => {} });
  });

  it("passes, comments once, and says it anew when production moves, at the model's line of the manifest", async () => {
    const first = await run("pull-request");
    expect(first).toMatchObject({ code: 0 });
    expect(forge.comments).toHaveLength(1);
    expect((await readdir(join(clone, "lockstep-reports"))).sort()).toEqual(["junit.xml", "lockstep.sarif", "metrics.txt", "report.html"]);
    await predictions("production", (row) => row / 4000 + (row % 3 === 0 ? 0.2 : 0));
    const second = await run("pull-request");
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(/^::error file=lockstep\.yaml,line=3,title=fail/m);
    expect(forge.comments).toHaveLength(1);
    expect(forge.comments[0]?.body).toMatch(/^<!-- lockstep comment [0-9a-f]{32} -->\n## .*FAIL/i);
    expect(await readFile(join(clone, "summary.md"), "utf8")).toContain("score");
    const sarif = JSON.parse(await readFile(join(clone, "lockstep-reports", "lockstep.sarif"), "utf8")) as { runs: { results: { locations: unknown[] }[] }[] };
    expect(sarif.runs[0]?.results[0]?.locations[0]).toMatchObject({ physicalLocation: { artifactLocation: { uri: "lockstep.yaml" }, region: { startLine: 3 } } });
  });

  it("keeps its exit code where the comment is refused, and comments on no push", async () => {
    forge.fail = { method: "POST", status: 403, message: "Resource not accessible by integration" };
    const fork = await run("pull-request-of-a-fork");
    expect([fork.code, fork.stderr.includes("the change comes from a fork")]).toEqual([0, true]);
    expect(await readFile(join(clone, "summary.md"), "utf8")).toContain("Lockstep: no comment was written");
    forge.fail = null;
    expect((await run("push")).code).toBe(0);
    expect(forge.comments).toEqual([]);
  });
});

describe("the job for GitLab", () => {
  it("passes, writes one note and every report that it hands over", async () => {
    forge = await startGitlab();
    await writeCi("gitlab", clone, { note: () => {} });
    const { lockstep: job } = parse(await readFile(join(clone, "lockstep.gitlab-ci.yml"), "utf8")) as { lockstep: { script: string[]; artifacts: { reports: Record<string, string> } } };
    const [line = ""] = afterInstalling(job.script);
    const env = { CI: "true", GITLAB_CI: "true", CI_API_V4_URL: forge.api, CI_PROJECT_ID: "42", CI_MERGE_REQUEST_IID: "7", CI_PROJECT_DIR: clone, LOCKSTEP_GITLAB_TOKEN: forgeToken };
    expect((await runLine(line, env)).code).toBe(0);
    await predictions("production", (row) => row / 4000 + (row % 3 === 0 ? 0.2 : 0));
    expect((await runLine(line, env)).code).toBe(1);
    expect(forge.comments).toHaveLength(1);
    const there = await readdir(join(clone, "lockstep-reports"));
    for (const pattern of Object.values(job.artifacts.reports)) {
      const end = pattern.slice(pattern.indexOf("*") + 1);
      expect(there.filter((name) => name.endsWith(end)), pattern).toHaveLength(1);
    }
    const quality = JSON.parse(await readFile(join(clone, "lockstep-reports", "codequality.json"), "utf8")) as { location: unknown }[];
    expect(quality[0]?.location).toEqual({ path: "lockstep.yaml", lines: { begin: 3 } });
  });
});
