import { createHash } from "node:crypto";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A mark per pair whose comparison was begun and gave no verdict: not reached, interrupted, killed. `store` is absolute. */
const markOf = (store: string, pair: string): string => join(store, "unjudged", createHash("sha256").update(pair).digest("hex").slice(0, 32));

/** Marks a pair until its verdict is stored: an older pass must not stand for a comparison that never came to an end. */
export const markUnjudged = (store: string, pair: string): void => {
  mkdirSync(join(store, "unjudged"), { recursive: true });
  writeFileSync(markOf(store, pair), `${pair}\n`);
};

/** Takes the mark away: the pair has a verdict. */
export const markJudged = (store: string, pair: string): void => rmSync(markOf(store, pair), { force: true });

export const isUnjudged = (store: string, pair: string): boolean => existsSync(markOf(store, pair));
