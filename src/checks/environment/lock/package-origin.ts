import type { LockedPackage } from "../../../core/domain/lock-file.ts";

/** How an installed package came to be where it is, as its origin field tells; null where it tells nothing. */
type OriginKind = "index" | "conda" | "editable" | "folder" | "git" | "local build";

/** Reads a `package.origin` value: `wheel <tag>`, `conda <tag>`, `… editable`, `… from a folder`, `… git <commit>`. */
const originKind = (value: string): OriginKind | null => {
  if (/\beditable$/.test(value)) return "editable";
  if (/\bfrom a folder$/.test(value)) return "folder";
  if (/\b(git|hg|svn|bzr) \S+$/.test(value)) return "git";
  if (value.startsWith("conda")) return "conda";
  // Indexes take only wheels that say which systems they run on; a bare linux tag was built on the machine itself.
  if (/-linux_[a-z0-9_]+(\s|$)/.test(value)) return "local build";
  return /^wheel \S/.test(value) ? "index" : null;
};

/** A wheel for any Linux of one processor, as those that are built on a machine itself are tagged. */
const localTag = /(?:^|\s)(\S+-linux_[a-z0-9_]+)(?=\s|$)/g;

/** Why a package of this origin cannot be what the lock binds; null when it can. `value` is its origin field. */
export const originConflict = (value: string, { source, wheels, version }: LockedPackage): string | null => {
  const origin = originKind(value);
  if (origin === null) return null;
  if (origin === "editable") return source.kind === "editable" || source.kind === "path" ? null : "it is an editable installation: its code is whatever lies in a folder";
  if (origin === "folder") return source.kind === "path" || source.kind === "editable" ? null : "it was installed from a folder of that machine";
  if (origin === "local build") {
    // Indexes of single projects publish such wheels too, under versions of their own (`2.3.0+cu121`), and a lock that lists one means it.
    const listed = [...value.matchAll(localTag)].some(([, tag]) => wheels.some((wheel) => tagsOf(wheel).includes(tag as string)));
    return listed || version?.includes("+") === true || source.kind === "path" || source.kind === "git" || source.kind === "url" ? null : "its wheel is tagged as those are that were built on that machine, and no file of the lock has its bytes";
  }
  if (origin === "git") return source.kind === "git" ? null : "it was installed from a repository";
  if (origin === "conda") return source.kind === "conda" ? null : "it is conda's build, with numeric libraries of its own, and the lock binds a wheel";
  return source.kind === "conda" ? "it is a wheel, with numeric libraries of its own, and the lock binds conda's build" : null;
};

/** `a-1-cp310.cp311-abi3-linux_x86_64.whl` holds `cp310-abi3-linux_x86_64` and `cp311-abi3-linux_x86_64`. */
const tagsOf = (wheel: string): readonly string[] => {
  const [pythons = "", abis = "", platforms = ""] = wheel.replace(/\.whl$/, "").split("-").slice(-3);
  return pythons.split(".").flatMap((python) => abis.split(".").flatMap((abi) => platforms.split(".").map((platform) => `${python}-${abi}-${platform}`)));
};
