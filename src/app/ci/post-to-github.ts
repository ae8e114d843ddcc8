import { appendFile } from "node:fs/promises";
import type { Run } from "../../core/domain/run.ts";
import type { CommandIo } from "../command-io.ts";
import type { ReportLocation } from "./report-location.ts";

/**
 * Inside a GitHub workflow: the job summary, and annotations beside the log (GitHub reads them from stderr too, so stdout stays
 * for results). A problem in telling is never a verdict, so it is a warning.
 */
export const postToGithub = async (run: Run, io: CommandIo, location: ReportLocation | null): Promise<void> => {
  if (io.env["GITHUB_ACTIONS"] !== "true") return;
  try {
    const [{ renderGithubAnnotations }, { renderMarkdown }] = await Promise.all([import("../../report/github-annotations.ts"), import("../../report/markdown.ts")]);
    const annotations = renderGithubAnnotations(run, location);
    if (annotations !== "") io.note(annotations.trimEnd());
    const summary = io.env["GITHUB_STEP_SUMMARY"];
    if (summary !== undefined && summary !== "") await appendFile(summary, renderMarkdown(run));
  } catch (cause) {
    io.note(`warning: GitHub's job summary could not be written: ${(cause as Error).message}`);
  }
};
