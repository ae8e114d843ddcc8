import { userInfo } from "node:os";

/** Who ran it, as the machine knows them; what is entered into the ledger bears this name. */
export const actor = (): string => {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a user id without a name.
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
};
