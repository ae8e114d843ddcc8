import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commentMarker } from "../../../src/app/ci/ci-comment.ts";
import { postComment } from "../../../src/app/ci/post-comment.ts";
import type { CommandIo } from "../../../src/app/command-io.ts";
import type { Run } from "../../../src/core/domain/run.ts";
import { minimalRun } from "../../../src/ports/minimal-run.fixture.ts";
import { exampleRuns } from "../../../src/report/example-runs/example-runs.ts";
import { type ForgeServer, forgeToken, startGithub, startGitlab } from "./forge-server.fixture.ts";

const event = (name: string): string => join(import.meta.dirname, "events", `${name}.json`);

let folder: string;
let forge: ForgeServer;
let notes: string[];
let env: Record<string, string | undefined>;

const post = (run: Run, { timeoutMs = 5000, signal = new AbortController().signal }: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {}): Promise<void> =>
  postComment(run, { env, cwd: folder, signal, note: (text: string) => notes.push(text), keepSecret: () => {}, redact: (text: string) => text } as unknown as CommandIo, { timeoutMs });
const pair = (candidate: string, over: Partial<Run> = {}): Run => {
  const run = minimalRun("20260101-000000-abcdef", over);
  return { ...run, environments: { ...run.environments, candidate: { ...run.environments.candidate, name: candidate } } };
};

describe.each([
  ["GitHub", startGithub, (api: string) => ({ GITHUB_ACTIONS: "true", GITHUB_API_URL: api, GITHUB_REPOSITORY: "acme/risk-model", GITHUB_EVENT_PATH: event("pull-request"), GITHUB_TOKEN: forgeToken }), "PATCH"],
  ["GitLab", startGitlab, (api: string) => ({ GITLAB_CI: "true", CI_API_V4_URL: api, CI_PROJECT_ID: "42", CI_MERGE_REQUEST_IID: "7", LOCKSTEP_GITLAB_TOKEN: forgeToken }), "PUT"],
] as const)("a comment on %s", (name, start, surroundings, update) => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "lockstep-ci-"));
    forge = await start();
    notes = [];
    env = { ...surroundings(forge.api), GITHUB_STEP_SUMMARY: join(folder, "summary.md") };
    await writeFile(join(folder, "summary.md"), "");
  });
  afterEach(async () => {
    await forge.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("is created by the first run and replaced by the second", async () => {
    await post(pair("production"));
    expect(forge.comments).toHaveLength(1);
    await post(pair("production", { headline: "It differs now.", verdict: "fail" }));
    expect(forge.comments).toHaveLength(1);
    expect(forge.comments[0]?.body).toContain("It differs now.");
    expect(forge.requests.filter((request) => request.startsWith(update))).toHaveLength(1);
    expect(notes).toEqual([]);
  });

  it("leaves the comment of another pair and what people wrote alone, also beyond the first page", async () => {
    forge.comments.push(...Array.from({ length: 230 }, (_, id) => ({ id, body: `remark ${id}, ${commentMarker(pair("production"))}` })));
    await post(pair("production"));
    await post(pair("canary"));
    await post(pair("production", { headline: "It differs now." }));
    expect(forge.comments).toHaveLength(232);
    expect(forge.comments[230]?.body).toContain("It differs now.");
    expect(forge.comments[231]?.body).not.toContain("It differs now.");
    expect(forge.comments.slice(0, 230).every(({ body }, id) => body.startsWith(`remark ${id},`))).toBe(true);
  });

  it("makes its own where somebody else planted the marker", async () => {
    forge.comments.push({ id: 5, body: `${commentMarker(pair("production"))}\nall is well, believe me`, foreign: true });
    await post(pair("production"));
    expect(forge.comments).toHaveLength(2);
    expect(forge.comments[0]?.body).toContain("believe me");
    expect(notes).toEqual([]);
  });

  it("fits whatever the run holds", async () => {
    for (const run of [exampleRuns.large(), exampleRuns.hostile()]) await post(run);
    expect(forge.comments).toHaveLength(2);
    for (const { body } of forge.comments) expect(Buffer.byteLength(body)).toBeLessThanOrEqual(64_000);
    expect(notes).toEqual([]);
  });

  it.each([[403, "Resource not accessible by integration"], [404, "Not Found"], [500, "Server Error"]])("that is refused with %i is a warning, and a line of the summary", async (status, message) => {
    forge.fail = { method: "POST", status, message };
    await post(pair("production"));
    expect(forge.comments).toHaveLength(0);
    expect(notes).toEqual([expect.stringMatching(new RegExp(`^warning: no comment was written to .*7: POST was answered with ${status} \\(${message}\\)`))]);
    expect(await readFile(join(folder, "summary.md"), "utf8")).toContain(`answered with ${status}`);
  });

  it("with a wrong token, with no answer, with no server is a warning", async () => {
    env = { ...env, GITHUB_TOKEN: "another", LOCKSTEP_GITLAB_TOKEN: "another" };
    await post(pair("production"));
    env = { ...env, ...surroundings(forge.api) };
    forge.fail = "silence";
    await post(pair("production"), { timeoutMs: 100 });
    await forge.close();
    await post(pair("production"));
    expect(notes).toEqual([expect.stringContaining("GET was answered with 401"), expect.stringContaining("no answer within 0.1 s"), expect.stringContaining("ECONNREFUSED")]);
    expect(notes.join()).not.toContain(forgeToken);
  });

  it("is not asked for outside of a review, nor outside of CI", async () => {
    env = name === "GitHub" ? { ...env, GITHUB_EVENT_PATH: event("push") } : { ...env, CI_MERGE_REQUEST_IID: undefined };
    await post(pair("production"));
    env = {};
    await post(pair("production"));
    expect([forge.requests, notes]).toEqual([[], []]);
  });

  it("without a token says which variable is missing", async () => {
    env = { ...env, GITHUB_TOKEN: "", LOCKSTEP_GITLAB_TOKEN: "" };
    await post(pair("production"));
    expect(notes).toEqual([expect.stringContaining(name === "GitHub" ? "GITHUB_TOKEN is not set" : "LOCKSTEP_GITLAB_TOKEN is not set")]);
    expect(forge.requests).toEqual([]);
  });

  it("of a change from a fork says that its token may only read", async () => {
    env = { ...env, GITHUB_EVENT_PATH: event("pull-request-of-a-fork"), CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "77" };
    forge.fail = { method: "POST", status: 403, message: "Resource not accessible by integration" };
    await post(pair("production"));
    expect(notes).toEqual([expect.stringContaining("the change comes from a fork, whose jobs may only read")]);
  });

  it("with an event that cannot be read is a warning", async () => {
    await writeFile(join(folder, "event.json"), "no json");
    env = { ...env, GITHUB_EVENT_PATH: join(folder, "event.json"), ...(name === "GitLab" ? { GITLAB_CI: undefined, GITHUB_ACTIONS: "true", GITHUB_REPOSITORY: "a/b" } : {}) };
    await post(pair("production"));
    expect(notes).toEqual([expect.stringMatching(/^warning: no comment was written: /)]);
  });
});
