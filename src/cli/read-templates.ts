import type { CheckOptions, SideOptions } from "../app/check/check-options.ts";
import { readNamedFile } from "../app/read-named-file.ts";
import { LockstepError } from "../core/errors/lockstep-error.ts";

/** A request's text around its values. */
const mostBytes = 16 * 2 ** 20;

/** Puts the file's text where `--template @FILE` stands. LS201 when it cannot be read. */
export const readTemplates = async (options: CheckOptions): Promise<CheckOptions> => ({
  ...options,
  reference: await readTemplate(options.reference),
  candidate: await readTemplate(options.candidate),
});

const readTemplate = async (side: SideOptions): Promise<SideOptions> => {
  if (side.template?.startsWith("@") !== true) return side;
  const path = side.template.slice(1);
  try {
    return { ...side, template: (await readNamedFile(path, mostBytes)).toString("utf8") };
  } catch (cause) {
    throw new LockstepError("LS201", { message: `the template ${path} cannot be read: ${(cause as Error).message}`, place: `--template @${path}`, cause });
  }
};
