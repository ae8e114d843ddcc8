import { z } from "zod";

/** Where a locked package is to come from; `location` is a URL without credentials, a channel or a path. */
export const LockedSource = z.object({
  kind: z.enum(["index", "conda", "url", "git", "path", "editable", "npm"]),
  location: z.string().nullable(),
});
export type LockedSource = z.infer<typeof LockedSource>;

/** One package that a lock file binds. */
export const LockedPackage = z.object({
  /** Canonical: lower case, runs of `-`, `_` and `.` as one `-`; an npm name as it is. */
  name: z.string(),
  /** Null where the file names none: a path, a URL, or a requirement that is not pinned. */
  version: z.string().nullable(),
  /** Of every file that may be installed, `sha256:<hex>`; empty where the file holds none. */
  hashes: z.array(z.string()),
  /** File names of the wheels that may be installed; empty where the file holds none. */
  wheels: z.array(z.string()),
  /** Condition of the platform under which it is installed (PEP 508); null for always. */
  marker: z.string().nullable(),
  source: LockedSource,
  /** Why a plain installation leaves it out, `extra plots` or `group dev`; null for what is always installed. */
  optional: z.string().nullable(),
  /** Line of the file on which it begins, from 1. */
  line: z.number().int().positive(),
});
export type LockedPackage = z.infer<typeof LockedPackage>;

/** A lock file, whichever tool wrote it. */
export const LockFile = z.object({
  /** Path as it was given. */
  path: z.string(),
  format: z.enum(["requirements", "pylock", "uv", "poetry", "conda-lock", "conda-explicit", "npm"]),
  /** sha256 of its bytes, hex. */
  digest: z.string(),
  packages: z.array(LockedPackage),
  /** What it says that Lockstep does not hold anybody to, each a sentence. */
  notes: z.array(z.string()),
});
export type LockFile = z.infer<typeof LockFile>;
