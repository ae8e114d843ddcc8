import type { LockedSource } from "../../../core/domain/lock-file.ts";

/** How an installed package came to be where it is, as its origin field tells; null where it tells nothing. */
export type OriginKind = "index" | "conda" | "editable" | "folder" | "git" | "local build";

/** Reads a `package.origin` value: `wheel <tag>`, `conda <tag>`, `… editable`, `… from a folder`, `… git <commit>`. */
export const originKind = (value: string): OriginKind | null => {
  if (/\beditable$/.test(value)) return "editable";
  if (/\bfrom a folder$/.test(value)) return "folder";
  if (/\b(git|hg|svn|bzr) \S+$/.test(value)) return "git";
  if (value.startsWith("conda")) return "conda";
  // Indexes take only wheels that say which systems they run on; a bare linux tag was built on the machine itself.
  if (/-linux_[a-z0-9_]+(\s|$)/.test(value)) return "local build";
  return /^wheel \S/.test(value) ? "index" : null;
};

/** Why a package of this origin cannot be what the lock binds; null when it can. */
export const originConflict = (origin: OriginKind, source: LockedSource): string | null => {
  if (origin === "editable") return source.kind === "editable" || source.kind === "path" ? null : "it is an editable installation: its code is whatever lies in a folder";
  if (origin === "folder") return source.kind === "path" || source.kind === "editable" ? null : "it was installed from a folder of that machine";
  if (origin === "local build") return source.kind === "path" || source.kind === "git" || source.kind === "url" ? null : "it was built on that machine: no file of the lock has its bytes";
  if (origin === "git") return source.kind === "git" ? null : "it was installed from a repository";
  if (origin === "conda") return source.kind === "conda" ? null : "it is conda's build, with numeric libraries of its own, and the lock binds a wheel";
  return source.kind === "conda" ? "it is a wheel, with numeric libraries of its own, and the lock binds conda's build" : null;
};
