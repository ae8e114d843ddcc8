import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** So long a copy of an older store is there to go back to: long enough to see that the new Lockstep works. */
const copiesKeptMs = 30 * 864e5;

/** Copies of the store's file that were put beside it when an older store was taken forward, and until when (ms) retention leaves each: they hold what was in the store then. */
export const storeCopies = (folder: string): readonly { readonly file: string; readonly until: number }[] => {
  try {
    return readdirSync(folder).filter((name) => /^lockstep\.db\.v\d+\.backup$/.test(name)).toSorted().map((file) => ({ file, until: Math.floor(statSync(join(folder, file)).mtimeMs) + copiesKeptMs }));
  } catch {
    return [];
  }
};
