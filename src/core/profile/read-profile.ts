import { Profile } from "../domain/profile.ts";
import { LockstepError } from "../errors/lockstep-error.ts";
import { contradictionIn } from "./contradiction-in.ts";
import { specDigest } from "./spec-digest.ts";

/** The profile of a JSON text from outside; LS235 with its place where it is none, or where its specification or its counts were changed after counting. */
export const readProfile = (text: string, place: string): Profile => {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw new LockstepError("LS235", { message: `it is not JSON: ${(cause as Error).message}`, place, cause });
  }
  const read = Profile.safeParse(document);
  if (!read.success) {
    const issues = read.error.issues.slice(0, 3).map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
    throw new LockstepError("LS235", { message: `it is not a profile of this version: ${issues}${read.error.issues.length > 3 ? `; and ${read.error.issues.length - 3} more` : ""}`, place });
  }
  if (specDigest(read.data.spec) !== read.data.specDigest) throw new LockstepError("LS235", { message: "its specification is not the one that its counts were made by: the digests differ", place });
  const contradiction = contradictionIn(read.data);
  if (contradiction !== null) throw new LockstepError("LS235", { message: `its counts contradict one another: ${contradiction}`, place });
  return read.data;
};
