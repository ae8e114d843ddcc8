import { createHash } from "node:crypto";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { makeFolder } from "../make-folder.ts";

/** A mark per pair whose comparison was begun and gave no verdict: not reached, interrupted, killed. `store` is absolute. */
const markOf = (store: string, pair: string): string => join(store, "unjudged", createHash("sha256").update(pair).digest("hex").slice(0, 32));

/** Marks a pair until its verdict is stored: an older pass must not stand for a comparison that never came to an end. LS501. */
export const markUnjudged = (store: string, pair: string): void => {
  try {
    makeFolder(join(store, "unjudged"));
    writeFileSync(markOf(store, pair), `${pair}\n`);
  } catch (cause) {
    throw new LockstepError("LS501", { message: `the store's directory ${store} cannot be made or written: ${(cause as Error).message}`, place: store, cause });
  }
};

/** Takes the mark away: the pair has a verdict. */
export const markJudged = (store: string, pair: string): void => rmSync(markOf(store, pair), { force: true });

export const isUnjudged = (store: string, pair: string): boolean => existsSync(markOf(store, pair));
