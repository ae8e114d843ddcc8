import { readFile } from "node:fs/promises";
import type { Profile } from "../../core/domain/profile.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { readProfile } from "../../core/profile/read-profile.ts";

/** A profile from a file. LS201 when it cannot be read, LS235 when it is none. */
export const readProfileFile = async (path: string): Promise<Profile> => {
  const text = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new LockstepError("LS201", { message: `${path} ${cause.code === "ENOENT" ? "does not exist" : `cannot be read (${cause.code ?? cause.message})`}`, place: path, cause });
  });
  return readProfile(text, path);
};
