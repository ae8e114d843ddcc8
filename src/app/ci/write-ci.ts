import { existsSync } from "node:fs";
import { join } from "node:path";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { CommandIo } from "../command-io.ts";
import { writeFileWhole } from "../write-file-whole.ts";
import { githubWorkflow, githubWorkflowFile } from "./github-workflow.ts";
import { gitlabJob, gitlabJobFile } from "./gitlab-job.ts";

/** The forges whose jobs can be written. */
export type CiKind = "github" | "gitlab";

/** Writes the job that runs a check into the repository at `folder`, and gives back the file, relative to it; for GitLab the line that includes it is told. LS118 when it is there already; LS506. */
export const writeCi = async (kind: CiKind, folder: string, io: Pick<CommandIo, "note">): Promise<string> => {
  const file = kind === "github" ? githubWorkflowFile : gitlabJobFile;
  const path = join(folder, file);
  if (existsSync(path)) throw new LockstepError("LS118", { message: `${file} exists already; it is not overwritten`, place: path });
  await writeFileWhole(path, kind === "github" ? githubWorkflow() : gitlabJob());
  if (kind === "gitlab") io.note(`add to .gitlab-ci.yml: include: [{local: ${gitlabJobFile}}]`);
  return file;
};
