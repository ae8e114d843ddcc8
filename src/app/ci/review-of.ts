import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { CommandIo } from "../command-io.ts";
import { githubComments } from "./github-comments.ts";
import { gitlabNotes } from "./gitlab-notes.ts";
import type { ReviewComments } from "./review-comments.ts";

const Repository = z.object({ full_name: z.string() }).nullish();
const Event = z.object({ pull_request: z.object({ number: z.number().int(), head: z.object({ repo: Repository }).optional(), base: z.object({ repo: Repository }).optional() }).optional() });

/** The review that this job belongs to. */
export interface Review {
  readonly comments: ReviewComments;
  /** Whether the change comes from a fork, whose jobs hold a token that may only read. */
  readonly fork: boolean;
}

/**
 * The pull or merge request that this process runs for, from what GitHub or GitLab put into its environment. Null when there is none; a
 * sentence when there is one and it cannot be written to. Rejects when GitHub's event file cannot be read.
 */
export const reviewOf = async (io: CommandIo, timeoutMs: number): Promise<Review | string | null> => {
  if (io.env["GITHUB_ACTIONS"] === "true") return githubReview(io, timeoutMs);
  return io.env["GITLAB_CI"] === "true" ? gitlabReview(io, timeoutMs) : null;
};

const githubReview = async (io: CommandIo, timeoutMs: number): Promise<Review | string | null> => {
  const { GITHUB_EVENT_PATH: path, GITHUB_REPOSITORY: repository, GITHUB_API_URL: api = "https://api.github.com", GITHUB_TOKEN: token } = io.env;
  if (path === undefined || repository === undefined) return null;
  const { pull_request: pull } = Event.parse(JSON.parse(await readFile(path, "utf8")));
  if (pull === undefined) return null;
  if (token === undefined || token === "") return "GITHUB_TOKEN is not set; give it to the step with env: GITHUB_TOKEN: ${{ github.token }}";
  io.keepSecret(token);
  const [head, base] = [pull.head?.repo?.full_name, pull.base?.repo?.full_name];
  return { comments: githubComments(api, repository, pull.number, { token, signal: io.signal, timeoutMs }), fork: head !== base };
};

const gitlabReview = (io: CommandIo, timeoutMs: number): Review | string | null => {
  const { CI_API_V4_URL: api, CI_PROJECT_ID: project, CI_MERGE_REQUEST_IID: iid, LOCKSTEP_GITLAB_TOKEN: token, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: source } = io.env;
  if (api === undefined || project === undefined || iid === undefined) return null;
  if (token === undefined || token === "") return "LOCKSTEP_GITLAB_TOKEN is not set; a job's own token may not write notes, a project access token with the scope api may";
  io.keepSecret(token);
  return { comments: gitlabNotes(api, project, iid, { token, signal: io.signal, timeoutMs }), fork: source !== undefined && source !== project };
};
