import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { makeFolder } from "../make-folder.ts";
import { expandSource } from "../populations/expand-source.ts";
import { writeFileWhole } from "../write-file-whole.ts";
import { readKept } from "./read-kept.ts";
import { Reading } from "./readings.ts";

/** A file by what changes when it is written; its bytes are only read when one of these moved. `touched` is when the file system last wrote anything about it, which nobody can set. */
const KnownFile = z.object({ path: z.string(), size: z.number(), modified: z.number(), touched: z.number(), part: z.string(), final: z.boolean(), labels: z.string().nullable() });
export type KnownFile = z.infer<typeof KnownFile>;

/** A file that was counted once and is no longer there, with what it held. */
export const GoneFile = z.object({ path: z.string(), rows: z.number(), firstTs: z.string().nullable(), lastTs: z.string().nullable() });
export type GoneFile = z.infer<typeof GoneFile>;

const Known = z.object({ files: z.array(KnownFile), readings: z.array(Reading), gone: z.array(GoneFile) });
export type Known = z.infer<typeof Known>;

const nothingKnown: Known = { files: [], readings: [], gone: [] };

export interface FileFacts {
  readonly size: number;
  readonly modified: number;
  readonly touched: number;
}

/** What changes when a file is written. */
export const factsOf = async (path: string): Promise<FileFacts> => {
  const { size, mtimeMs, ctimeMs } = await stat(path);
  return { size, modified: mtimeMs, touched: ctimeMs };
};

/** Which files of a source must be counted (again), and which were and stand as they were. */
export interface ChangedFiles {
  readonly changed: ReadonlySet<string>;
  readonly kept: readonly KnownFile[];
  readonly facts: ReadonlyMap<string, FileFacts>;
}

const fileOf = (store: string, key: string): string => join(store, "series", `${createHash("sha256").update(key).digest("hex").slice(0, 32)}.json`);

/** What was counted when last looked, under this key; nothing where it cannot be read, for all of it can be counted again. */
export const knownFiles = async (store: string, key: string): Promise<Known> => (await readKept(Known, fileOf(store, key))) ?? nothingKnown;

export const rememberFiles = async (store: string, key: string, known: Known): Promise<void> => {
  makeFolder(join(store, "series"));
  await writeFileWhole(fileOf(store, key), JSON.stringify(known));
};

/** By size and times of change, as build tools tell it; `labels` stands for all files of labels, and what is final no label can change. */
export const changedFiles = async (source: string, cwd: string, known: readonly KnownFile[], labels: string | null): Promise<ChangedFiles> => {
  const { paths } = await expandSource(source, cwd);
  const facts = new Map<string, FileFacts>();
  for (const path of paths) facts.set(path, await factsOf(path));
  const kept = known.filter(({ path, final, labels: then, ...was }) => {
    const now = facts.get(path);
    return now !== undefined && now.size === was.size && now.modified === was.modified && now.touched === was.touched && (final || then === labels);
  });
  const standing = new Set(kept.map(({ path }) => path));
  return { changed: new Set(paths.filter((path) => !standing.has(path))), kept, facts };
};

/** One digest of the facts of all files of labels; null where there are none of their own. */
export const labelsState = async (source: string | null, cwd: string): Promise<string | null> => {
  if (source === null) return null;
  const { paths } = await expandSource(source, cwd);
  const facts = await Promise.all(paths.map(async (path) => [path, ...Object.values(await factsOf(path))]));
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex");
};
