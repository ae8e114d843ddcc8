import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { root } from "./run-steps.ts";

interface Wanted {
  /** Files and folders, from the project's root, that it is made from. */
  readonly sources: readonly string[];
  /** The folder it lies in when it is made. */
  readonly target: string;
  /** What it consists of, within the folder: files, or whole folders. */
  readonly makes: readonly string[];
  /** The file in which the digest of what it was made from is kept. */
  readonly stamp: string;
  readonly build: (into: string) => Promise<void>;
}

interface Built {
  readonly directory: string;
  readonly built: boolean;
}

/** What this process builds at the moment, by its stamp: whoever wants the same waits for it. */
const running = new Map<string, Promise<Built>>();

const filesUnder = async (path: string): Promise<string[]> => {
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => null);
  return entries === null ? [path] : entries.filter((entry) => entry.isFile() && !entry.name.includes(".test.")).map((entry) => join(entry.parentPath, entry.name)).sort();
};

const digestOf = async (sources: readonly string[]): Promise<string> => {
  const hash = createHash("sha256");
  for (const source of sources) {
    for (const file of await filesUnder(join(root, source))) hash.update(`${relative(root, file)}\0`).update(await readFile(file)).update("\0");
  }
  return hash.digest("hex");
};

/**
 * Builds a part of the dashboard when its sources differ from those it was built from; otherwise does nothing. Two builds at once are harmless: each works in its own
 * folder and the last one is moved into place.
 */
export const buildOnce = (wanted: Wanted): Promise<Built> => {
  const known = running.get(wanted.stamp) ?? buildNow(wanted).finally(() => running.delete(wanted.stamp));
  running.set(wanted.stamp, known);
  return known;
};

const buildNow = async ({ sources, target, makes, stamp: stampName, build }: Wanted): Promise<Built> => {
  const digest = await digestOf(sources);
  const stamp = join(target, stampName);
  if (makes.every((name) => existsSync(join(target, name))) && existsSync(stamp) && (await readFile(stamp, "utf8")) === digest) return { directory: target, built: false };
  const draft = join(target, `.draft-${stampName}-${process.pid}`);
  // Vite asks the process, not its options, whether this is production; under a test runner it would build React's development calls.
  const environment = process.env["NODE_ENV"];
  process.env["NODE_ENV"] = "production";
  try {
    await build(draft);
    await mkdir(target, { recursive: true });
    for (const name of makes) {
      if (existsSync(join(target, name, "."))) await rm(join(target, name), { recursive: true, force: true });
      await rename(join(draft, name), join(target, name));
    }
    await writeFile(stamp, digest);
  } finally {
    if (environment === undefined) delete process.env["NODE_ENV"];
    else process.env["NODE_ENV"] = environment;
    await rm(draft, { recursive: true, force: true });
  }
  return { directory: target, built: true };
};
