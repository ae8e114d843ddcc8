import type { LockedPackage, LockFile } from "../core/domain/lock-file.ts";

/** A lock file's text, and how to reach what it includes. */
export interface LockText {
  readonly path: string;
  readonly text: string;
  /** The text of a file that this one includes, by its path relative to this one's folder. Rejects with LS201. */
  include(path: string): Promise<LockText>;
}

export interface LockContent {
  readonly packages: readonly LockedPackage[];
  readonly notes: readonly string[];
}

/** The plug-in: one file in `adapters/locks/` and one line in the registry. */
export interface LockFormat {
  readonly id: LockFile["format"];
  readonly label: string;
  /** Whether a file of this name (without folders) and text is of this format. */
  recognises(name: string, text: string): boolean;
  /** Rejects with LS322 (file, line, column, excerpt). */
  parse(lock: LockText): Promise<LockContent>;
}
