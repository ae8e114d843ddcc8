import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { CommandIo } from "../command-io.ts";
import { writeFileWhole } from "../write-file-whole.ts";
import { githubWorkflow, githubWorkflowFile } from "./github-workflow.ts";
import { gitlabJob, gitlabJobFile } from "./gitlab-job.ts";

/** The forges whose jobs can be written. */
export type CiKind = "github" | "gitlab";

/**
 * Writes the job that runs a check into the repository at `folder`, and gives back the file, relative to it; for GitLab the line that
 * includes it is told. LS118 when it is there already; LS102 within a repository but not at its root; LS506.
 */
export const writeCi = async (kind: CiKind, folder: string, io: Pick<CommandIo, "note">): Promise<string> => {
  const file = kind === "github" ? githubWorkflowFile : gitlabJobFile;
  const path = join(folder, file);
  const root = repositoryAbove(folder);
  if (root !== null) throw new LockstepError("LS102", { message: `${file} would not be found: forges look for it at the repository's root, which is ${root}`, place: "--ci", todo: `Run it in ${root}.` });
  if (existsSync(path)) throw new LockstepError("LS118", { message: `${file} exists already; it is not overwritten`, place: path });
  await writeFileWhole(path, kind === "github" ? githubWorkflow() : gitlabJob());
  if (kind === "gitlab") io.note(`add to .gitlab-ci.yml: include: [{local: ${gitlabJobFile}}]`);
  return file;
};

/** The root of the repository that `folder` is in, when it is further up; null at a root and outside of any. */
const repositoryAbove = (folder: string): string | null => {
  let at = folder;
  while (!existsSync(join(at, ".git"))) {
    if (dirname(at) === at) return null;
    at = dirname(at);
  }
  return at === folder ? null : at;
};
