import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { makeFolder } from "../make-folder.ts";
import { expandSource } from "../populations/expand-source.ts";
import { writeFileWhole } from "../write-file-whole.ts";

/** A file by what changes when it is written; its bytes are only read when one of these moved. */
const KnownFile = z.object({ path: z.string(), size: z.number(), modified: z.number(), part: z.string(), final: z.boolean(), labels: z.string().nullable() });
export type KnownFile = z.infer<typeof KnownFile>;

const Known = z.object({ files: z.array(KnownFile) });

/** Which files of a source must be counted (again), and which were and stand as they were. */
export interface ChangedFiles {
  readonly changed: ReadonlySet<string>;
  readonly kept: readonly KnownFile[];
  readonly facts: ReadonlyMap<string, { readonly size: number; readonly modified: number }>;
}

const fileOf = (store: string, key: string): string => join(store, "series", `${createHash("sha256").update(key).digest("hex").slice(0, 32)}.json`);

/** What was counted when last looked, under this key; nothing where it cannot be read, for all of it can be counted again. */
export const knownFiles = async (store: string, key: string): Promise<readonly KnownFile[]> => {
  const text = await readFile(fileOf(store, key), "utf8").catch(() => null);
  if (text === null) return [];
  try {
    return Known.parse(JSON.parse(text)).files;
  } catch {
    return [];
  }
};

export const rememberFiles = async (store: string, key: string, files: readonly KnownFile[]): Promise<void> => {
  makeFolder(join(store, "series"));
  await writeFileWhole(fileOf(store, key), JSON.stringify({ files }));
};

/** By size and time of change, as build tools tell it; `labels` stands for all files of labels, and what is final no label can change. */
export const changedFiles = async (source: string, cwd: string, known: readonly KnownFile[], labels: string | null): Promise<ChangedFiles> => {
  const { paths } = await expandSource(source, cwd);
  const facts = new Map<string, { size: number; modified: number }>();
  for (const path of paths) {
    const { size, mtimeMs } = await stat(path);
    facts.set(path, { size, modified: mtimeMs });
  }
  const kept = known.filter(({ path, size, modified, final, labels: then }) => { const now = facts.get(path); return now !== undefined && now.size === size && now.modified === modified && (final || then === labels); });
  const standing = new Set(kept.map(({ path }) => path));
  return { changed: new Set(paths.filter((path) => !standing.has(path))), kept, facts };
};

/** One digest of the facts of all files of labels; null where there are none of their own. */
export const labelsState = async (source: string | null, cwd: string): Promise<string | null> => {
  if (source === null) return null;
  const { paths } = await expandSource(source, cwd);
  const facts = await Promise.all(paths.map(async (path) => { const { size, mtimeMs } = await stat(path); return [path, size, mtimeMs] as const; }));
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex");
};
