import { closeSync, type Dirent, existsSync, openSync, readdirSync, readSync, readFileSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";

/** A process as the kernel shows it: its own entries under /proc, and files as that process sees them. */
export interface ProcessFiles {
  readonly pid: number;
  /** `/proc/<pid>/<name>` as text; throws as the file system does. */
  own(name: string): string;
  ownBytes(name: string): Buffer;
  /** The first bytes of `/proc/<pid>/<name>`. */
  ownHead(name: string, bytes: number): Buffer;
  /** Where `/proc/<pid>/<name>` is found by us: a descriptor's link leads to the open file itself, whatever its path says by now. */
  ownPath(name: string): string;
  link(name: string): string;
  entries(name: string): readonly string[];
  /** Another file of /proc, `cpuinfo`. */
  machine(name: string): string | null;
  /** Names under another folder of /proc; null when there is none. */
  machineEntries(name: string): readonly string[] | null;
  /** Where a path of that process is found by us, links followed inside its own root. */
  outside(path: string): string;
  /** A path of that process without links. */
  real(path: string): string;
  text(path: string, limit?: number): string | null;
  folder(path: string): readonly Dirent[] | null;
  isFolder(path: string): boolean;
  isFile(path: string): boolean;
}

/** Links that lead in a circle are followed no longer than the kernel does. */
const mostLinks = 40;

export const processFiles = (pid: number, proc = "/proc"): ProcessFiles => {
  const base = join(proc, String(pid));
  const own = (name: string): string => readFileSync(join(base, name), "utf8");
  const root = join(base, "root");
  const shared = sharesOurFiles(base, proc);

  const real = (path: string): string => {
    if (shared) {
      try {
        return realpathSync.native(path);
      } catch {
        // What does not exist has no other name.
        return path;
      }
    }
    let left = path.split("/").filter((piece) => piece !== "");
    let done: string[] = [];
    for (let links = 0; left.length > 0;) {
      const [piece, ...rest] = left as [string, ...string[]];
      left = rest;
      if (piece === ".") continue;
      if (piece === "..") {
        done.pop();
        continue;
      }
      let target: string | null = null;
      try {
        target = readlinkSync(join(root, ...done, piece));
      } catch {
        // Not a link, or not there: either way its name stands.
      }
      if (target === null || (links += 1) > mostLinks) done.push(piece);
      else {
        if (target.startsWith("/")) done = [];
        left = [...target.split("/").filter((step) => step !== ""), ...left];
      }
    }
    return `/${done.join("/")}`;
  };
  const outside = (path: string): string => (shared ? path : join(root, real(path)));
  const quiet = <T>(read: () => T): T | null => {
    try {
      return read();
    } catch {
      // Whoever asks this way takes "not there" for an answer.
      return null;
    }
  };
  return {
    pid, own, real, outside,
    ownBytes: (name) => readFileSync(join(base, name)),
    ownHead: (name, bytes) => headOf(join(base, name), bytes),
    ownPath: (name) => join(base, name),
    link: (name) => readlinkSync(join(base, name)),
    entries: (name) => readdirSync(join(base, name)),
    machine: (name) => quiet(() => readFileSync(join(proc, name), "utf8")),
    machineEntries: (name) => quiet(() => readdirSync(join(proc, name))),
    text: (path, limit = 1 << 20) => quiet(() => readFileSync(outside(path)).subarray(0, limit).toString("utf8")),
    folder: (path) => quiet(() => readdirSync(outside(path), { withFileTypes: true })),
    isFolder: (path) => quiet(() => statSync(outside(path)).isDirectory()) ?? false,
    isFile: (path) => quiet(() => statSync(outside(path)).isFile()) ?? false,
  };
};

const headOf = (path: string, bytes: number): Buffer => {
  const file = openSync(path, "r");
  try {
    const head = Buffer.alloc(bytes);
    return head.subarray(0, readSync(file, head, 0, bytes, 0));
  } finally {
    closeSync(file);
  }
};

/** Whether its root is ours, so that its paths are ours. */
const sharesOurFiles = (base: string, proc: string): boolean => {
  try {
    return readlinkSync(join(base, "root")) === "/" && existsSync(join(base, "ns/mnt")) && readlinkSync(join(base, "ns/mnt")) === readlinkSync(join(proc, "self/ns/mnt"));
  } catch {
    return false;
  }
};
