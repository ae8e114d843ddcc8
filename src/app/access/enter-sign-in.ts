import type { Principal } from "../../core/domain/access.ts";
import { sha256 } from "../../core/ledger/sha256.ts";
import { enterUnlessTaken } from "../entries/enter-unless-taken.ts";
import type { ServerWorld } from "../serve/server-world.ts";

/**
 * Enters that somebody signed in by name: who, in which role and functions, by which way; once a day (UTC), however often they do, and again where their role or functions are others. Whoever opens the
 * printed address is not entered: that is who started the server, and has the store's files.
 */
export const enterSignIn = ({ store, clock }: Pick<ServerWorld, "store" | "clock">, { name, role, functions }: Principal, way: string): void => {
  const by = way.split(" ")[0] ?? "";
  if (by !== "oidc") return;
  const at = new Date(clock.now()).toISOString();
  const rights = [role ?? "no role", ...functions.toSorted()].join(" ");
  // A name may hold anything: the subject names its digest.
  const subject = `${at.slice(0, 10)} ${sha256(`${name}\n${rights}`).slice(0, 16)}`;
  if (store.records("session").some((record) => record.subject === subject)) return;
  enterUnlessTaken(store, { kind: "session", subject, payload: { person: name, role, functions: [...functions], way: by, at } }, name);
};
