import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { access, constants, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { LockstepError } from "../core/errors/lockstep-error.ts";
import { refuseEndless } from "./read-named-file.ts";
import { refuseForeignBytes } from "./refuse-foreign-bytes.ts";
import type { Engine } from "../ports/engine.ts";
import type { SourceFormat, SourceRelation } from "../ports/source.ts";

interface RegistryEntry {
  readonly extensions: readonly string[];
  readonly load: () => Promise<SourceFormat>;
}

/** Every format of file, loaded when a file with its ending is first opened. */
const registry: readonly RegistryEntry[] = [
  { extensions: [".parquet", ".pq"], load: async () => (await import("../adapters/sources/parquet/index.ts")).parquetSource },
  { extensions: [".csv", ".tsv", ".csv.gz", ".tsv.gz"], load: async () => (await import("../adapters/sources/csv/index.ts")).csvSource },
  { extensions: [".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz"], load: async () => (await import("../adapters/sources/json-lines/index.ts")).jsonLinesSource },
];

/** The endings of files that can be opened. */
export const sourceExtensions: readonly string[] = registry.flatMap((entry) => entry.extensions);

const entryFor = (path: string): RegistryEntry | undefined => registry.find((entry) => entry.extensions.some((extension) => path.toLowerCase().endsWith(extension)));

/** sha256 of a file's bytes, hex, read as a stream. Rejects with the file system's error, and for what is no file and may never end. */
export const digestFile = async (path: string): Promise<string> => {
  await refuseEndless(path);
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
};

/** Opens a file of predictions or inputs by its ending. Rejects with LS201, LS202, LS203, LS209. */
export const openSource = async (engine: Engine, path: string): Promise<SourceRelation> => {
  const entry = entryFor(path);
  const file = await stat(path).catch((error: unknown) => { throw cannotRead(path, error); });
  if (!file.isFile()) throw new LockstepError("LS201", { message: `${path} is not a file`, place: path });
  await access(path, constants.R_OK).catch((error: unknown) => { throw cannotRead(path, error); });
  if (entry === undefined) throw new LockstepError("LS203", { message: `${path} has none of the known endings: ${sourceExtensions.join(", ")}`, place: path });
  if (file.size === 0) throw new LockstepError("LS202", { message: `${path} is empty (0 bytes)`, place: path });
  await refuseForeignBytes(path);
  const [format, digest] = await Promise.all([entry.load(), digestFile(path)]);
  return format.open(engine, path, digest);
};

const cannotRead = (path: string, error: unknown): LockstepError => {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const why = code === "ENOENT" ? "does not exist" : code === "EACCES" || code === "EPERM" ? "may not be read by this user" : `cannot be read (${code})`;
  return new LockstepError("LS201", { message: `${path} ${why}`, place: path, cause: error });
};
