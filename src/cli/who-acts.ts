import { actor } from "../app/actor.ts";
import { LockstepError } from "../core/errors/lockstep-error.ts";

/** What would make a name look like another, or like more than a name. */
const unreadable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const longest = 200;

/** Under whose name something is entered: as they say (`--by`), else as this machine knows them. LS102 for what is no name that shows, in one line. */
export const whoActs = (by: string | undefined): string => {
  const name = (by ?? actor()).trim();
  if (name !== "" && name.length <= longest && !unreadable.test(name)) return name;
  throw new LockstepError("LS102", { message: name === "" ? "a name is needed, and not empty" : name.length > longest ? `a name of ${name.length} characters` : "the name holds characters that do not show", place: "--by", todo: `Write a name in one line, of at most ${longest} characters: --by "Ada Lovelace <ada@example.com>"` });
};
