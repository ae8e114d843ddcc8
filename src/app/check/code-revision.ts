import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The commit that is checked out where Lockstep was started, or null; read from the files, for git need not be installed. */
export const codeRevision = (cwd: string): string | null => {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const head = read(join(folder, ".git", "HEAD"));
    if (head !== null) return resolveHead(join(folder, ".git"), head);
    if (dirname(folder) === folder) return null;
  }
};

const resolveHead = (git: string, head: string): string | null => {
  const reference = /^ref: (.+)$/.exec(head)?.[1];
  if (reference === undefined) return head;
  const packed = read(join(git, "packed-refs"))?.split("\n").find((line) => line.endsWith(` ${reference}`))?.split(" ")[0];
  return read(join(git, reference)) ?? packed ?? null;
};

const read = (path: string): string | null => {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    // Not a clone, or not readable: the revision is simply not known.
    return null;
  }
};
