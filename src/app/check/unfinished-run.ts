import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const Started = z.object({ runId: z.string(), startedAt: z.number() });

/**
 * A run that has begun to ask and is not stored yet: one folder with its journal, its recordings and its id, so that whoever continues it
 * continues the same run.
 */
export interface UnfinishedRun {
  readonly folder: string;
  readonly runId: string;
  readonly startedAt: number;
  /** Whether an earlier process began it. */
  readonly resumed: boolean;
  readonly journalPath: string;
  /** Takes everything away; the run is stored, or not wanted any more. */
  remove(): void;
}

export interface UnfinishedOptions {
  readonly store: string;
  readonly name: string;
  readonly now: number;
  /** For a run that begins now. */
  readonly runId: string;
  /** Forgets what was begun. */
  readonly fresh: boolean;
  readonly isStored: (runId: string) => boolean;
}

/** Begins the run of this name, or finds the one that was begun. */
export const unfinishedRun = ({ store, name, now, runId, fresh, isStored }: UnfinishedOptions): UnfinishedRun => {
  const folder = join(store, "unfinished", name);
  const path = join(folder, "started.json");
  const before = readStarted(path);
  // A run that was stored and then killed before it could clean up is finished: its answers are not counted a second time.
  if (fresh || (before !== null && isStored(before.runId))) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const found = readStarted(path);
  const started = found ?? { runId, startedAt: now };
  if (found === null) {
    writeFileSync(`${path}.${process.pid}`, JSON.stringify(started));
    renameSync(`${path}.${process.pid}`, path);
  }
  return {
    folder, ...started, resumed: found !== null, journalPath: join(folder, "journal.db"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};

const readStarted = (path: string): z.infer<typeof Started> | null => {
  try {
    return Started.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    // Not begun, or killed before it was written: nothing was asked yet.
    return null;
  }
};
