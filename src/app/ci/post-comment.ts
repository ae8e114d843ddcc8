import { appendFile } from "node:fs/promises";
import type { Run } from "../../core/domain/run.ts";
import type { CommandIo } from "../command-io.ts";
import { CommentError } from "./comment-api.ts";
import { commentMarker, commentText } from "./ci-comment.ts";
import type { ReviewComments } from "./review-comments.ts";
import { reviewOf } from "./review-of.ts";

/** A forge that has not answered by then is not waited for: the verdict is there already. */
const longestWaitMs = 10_000;

/**
 * Within a pull or merge request: one comment for each model and pair, made at the first run and replaced at each later one. Never rejects,
 * for a problem in telling is no verdict: it becomes a warning, and a line of the job summary where there is one.
 */
export const postComment = async (run: Run, io: CommandIo, { timeoutMs = longestWaitMs }: { readonly timeoutMs?: number } = {}): Promise<void> => {
  try {
    const review = await reviewOf(io, timeoutMs);
    if (review === null) return;
    const problem = typeof review === "string" ? review : await post(review.comments, commentMarker(run), io.redact(commentText(run))).then(() => null, (cause: unknown) => `${(cause as Error).message}${adviceFor(cause, review.fork)}`);
    if (problem === null) return;
    const told = `no comment was written${typeof review === "string" ? "" : ` to ${review.comments.place}`}: ${problem}`;
    io.note(`warning: ${told}`);
    const summary = io.env["GITHUB_STEP_SUMMARY"];
    if (summary !== undefined && summary !== "") await appendFile(summary, `\n> Lockstep: ${io.redact(told).replaceAll(/[<>\n]/g, " ")}\n`);
  } catch (cause) {
    io.note(`warning: no comment was written: ${(cause as Error).message}`);
  }
};

/** A comment with our marker may be another's, planted or kept from before: where it may not be changed, a new one is made. */
const post = async (comments: ReviewComments, marker: string, text: string): Promise<void> => {
  for await (const { id, body } of comments.list()) {
    if (!body.startsWith(marker)) continue;
    try {
      await comments.update(id, text);
      return;
    } catch (cause) {
      if (!(cause instanceof CommentError) || (cause.status !== 403 && cause.status !== 404)) throw cause;
    }
  }
  await comments.create(text);
};

const adviceFor = (cause: unknown, fork: boolean): string => {
  if (!(cause instanceof CommentError) || (cause.status !== 403 && cause.status !== 404 && cause.status !== 401)) return "";
  return fork ? "; the change comes from a fork, whose jobs may only read: the job summary and the report hold the same" : "; the token must be allowed to write comments (on GitHub: permissions: pull-requests: write)";
};
