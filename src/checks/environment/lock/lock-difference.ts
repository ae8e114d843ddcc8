/** One package that is not as a lock file says. */
export interface LockDifference {
  /** The fingerprint field that tells it, `package.version:numpy`. */
  readonly id: string;
  readonly package: string;
  /**
   * - `other-version`: installed, but not as locked
   * - `origin`: the version is right, and the files cannot be those that are locked
   * - `unlocked`: in the environment, and not in the lock
   * - `missing`: locked for this environment, and not in it
   */
  readonly what: "other-version" | "origin" | "unlocked" | "missing";
  /** Version or versions of the lock; null when it has none. */
  readonly locked: string | null;
  readonly found: string | null;
  /** Whether it has modules in memory; null where that is not known. */
  readonly loaded: boolean | null;
  /** Why nobody needs to hear of it unless asked; null for what is told. */
  readonly quiet: string | null;
  readonly statement: string;
  /** `uv.lock:12`, or the file alone. */
  readonly place: string;
}

export interface LockComparison {
  /** The loaded packages with another version first, the quiet ones last. */
  readonly differences: readonly LockDifference[];
  /** Packages that are as they are locked. */
  readonly same: number;
  /** What could not be told, each a sentence; with any of these it is no pass. */
  readonly open: readonly string[];
}
