import { readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { GateVerdict } from "../../core/gate/gate-verdict.ts";
import { sha256 } from "../../core/ledger/sha256.ts";
import { writeFileWhole } from "../write-file-whole.ts";

/** What a registry is still to be told of a version: kept until it was taken, whatever is restarted meanwhile. */
export const WriteBack = z.object({
  id: z.string(), model: z.string(), version: z.string(), alias: z.string().nullable().describe("the name that it got; null when it was made"),
  since: z.string().describe("when the registry told of the version"),
  told: GateVerdict.nullable().describe("what is to be written; null while its check goes on"),
  attempts: z.number().int(), nextAt: z.string().nullable().describe("when it is tried again; null when it is no more"),
  error: z.object({ code: z.string(), message: z.string() }).nullable().describe("why it was not taken at the last attempt"),
});
export type WriteBack = z.infer<typeof WriteBack>;

const folderOf = (folder: string): string => join(folder, "hooks", "write-backs");
const fileOf = (folder: string, id: string): string => join(folderOf(folder), `${id}.json`);

/** One per version of a model: what comes later takes its place. */
export const writeBackId = (model: string, version: string): string => sha256(JSON.stringify([model, version])).slice(0, 32);

/** Those that wait, the oldest first. A file that is none is passed over. */
export const writeBacks = (folder: string): WriteBack[] => {
  const names = (): string[] => {
    try {
      return readdirSync(folderOf(folder)).filter((name) => /^[0-9a-f]{32}\.json$/.test(name));
    } catch {
      return [];
    }
  };
  return names().flatMap((name) => {
    const read = WriteBack.safeParse(parsed(join(folderOf(folder), name)));
    return read.success ? [read.data] : [];
  }).toSorted((a, b) => a.since.localeCompare(b.since) || a.id.localeCompare(b.id));
};

export const keepWriteBack = (folder: string, entry: WriteBack): Promise<void> => writeFileWhole(fileOf(folder, entry.id), `${JSON.stringify(entry)}\n`);

export const dropWriteBack = (folder: string, id: string): Promise<void> => rm(fileOf(folder, id), { force: true });

const parsed = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
};
