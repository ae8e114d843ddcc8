import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

export interface TemporaryFolder {
  readonly path: string;
  remove(): void;
}

/**
 * Where this process's engine may spill, inside the store: the same disk, and never the system's small /tmp. What processes that were killed
 * left behind goes at the next check.
 */
export const temporaryFolder = (store: string): TemporaryFolder => {
  const all = join(store, "tmp");
  for (const name of entriesOf(all)) if (!isAlive(Number(name))) rmSync(join(all, name), { recursive: true, force: true });
  const path = join(all, String(process.pid));
  // The engine makes its own folder when it first spills, but not the one above it.
  mkdirSync(all, { recursive: true });
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

const entriesOf = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    // There is none before the first check.
    return [];
  }
};

/** Whether a process of this id runs; one that may not be signalled does. */
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "EPERM";
  }
};
