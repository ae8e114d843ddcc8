import { glob, readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { countOf } from "../../core/wording/count-of.ts";

/** The files that one name stands for. */
export interface ExpandedSource {
  /** Absolute, in the order of their names. */
  readonly paths: readonly string[];
  readonly bytes: number;
  /** When the youngest was written, milliseconds since the epoch. */
  readonly writtenAt: number;
  /** Files beside them that were left out, by name, and why. */
  readonly ignored: readonly { readonly name: string; readonly why: string }[];
}

/** What jobs leave beside their data. */
const markers = /^(_success|_started|_committed.*|_metadata|_common_metadata|_delta_log)$/i;
const checksums = /\.(crc|md5|sha1|sha256|sha512|sig|asc)$/i;

/** Deeper folders than any partitioning has. */
const deepest = 20;

/** A file, all files of a folder and of those below it, or what a glob matches, sorted. LS201 when there is none; what is left out is told. */
export const expandSource = async (source: string, cwd: string): Promise<ExpandedSource> => {
  const at = resolve(cwd, source);
  const there = await stat(at).catch(() => null);
  const ignored: { name: string; why: string }[] = [];
  const found = there === null ? await matched(source, cwd) : there.isDirectory() ? await within(at, ignored, 0) : [at];
  const paths = there === null ? found.filter((path) => keep(basename(path), ignored)) : found;
  if (paths.length === 0) {
    const beside = ignored.length === 0 ? "" : `; ${countOf(ignored.length, "file")} left out: ${ignored.slice(0, 3).map(({ name, why }) => `${name} (${why})`).join(", ")}`;
    const what = there !== null ? `${source} is a folder without a data file` : hasMagic(source) ? `nothing matches ${source}` : `${at} does not exist`;
    throw new LockstepError("LS201", { message: `${what}${beside}`, place: source });
  }
  // In the order of their bytes, so that no locale moves a row.
  const sorted = [...new Set(paths)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const facts = await Promise.all(sorted.map((path) => stat(path).catch(() => null)));
  const bytes = facts.reduce((sum, fact) => sum + (fact?.size ?? 0), 0);
  return { paths: sorted, bytes, writtenAt: facts.reduce((latest, fact) => Math.max(latest, fact?.mtimeMs ?? 0), 0), ignored };
};

const hasMagic = (source: string): boolean => /[*?[\]{}]/.test(source);

const matched = async (source: string, cwd: string): Promise<string[]> => {
  if (!hasMagic(source)) return [];
  const paths: string[] = [];
  for await (const path of glob(source, { cwd })) {
    const absolute = resolve(cwd, path);
    if ((await stat(absolute)).isFile()) paths.push(absolute);
  }
  return paths;
};

const within = async (folder: string, ignored: { name: string; why: string }[], depth: number): Promise<string[]> => {
  const paths: string[] = [];
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new LockstepError("LS201", { message: `${folder} cannot be read: ${(cause as Error).message}`, place: folder, cause });
  });
  for (const entry of entries) {
    if (!keep(entry.name, ignored)) continue;
    const path = join(folder, entry.name);
    const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && (await stat(path).catch(() => null))?.isDirectory() === true);
    if (!isFolder) paths.push(path);
    else if (depth < deepest) paths.push(...(await within(path, ignored, depth + 1)));
  }
  return paths;
};

const keep = (name: string, ignored: { name: string; why: string }[]): boolean => {
  const why = name.startsWith(".") ? "hidden" : markers.test(name) ? "a marker" : checksums.test(name) ? "a checksum" : null;
  if (why !== null) ignored.push({ name, why });
  return why === null;
};
