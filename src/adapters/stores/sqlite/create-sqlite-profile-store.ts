import { join } from "node:path";
import { Profile } from "../../../core/domain/profile.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { sha256 } from "../../../core/ledger/sha256.ts";
import type { ProfileStore } from "../../../ports/profile-store.ts";
import type { Migration } from "./migrations.ts";
import { openDatabase } from "./open-database.ts";
import { guardFile } from "./guard-file.ts";

/** Where the profiles of a store's directory lie: beside its runs, for they can be counted again and runs cannot. */
export const profileStoreFile = (directory: string): string => join(directory, "profiles.db");

const migrations: readonly Migration[] = [{
  why: "one row per part that was counted and specification it was counted by",
  sql: `CREATE TABLE profiles (
  source TEXT NOT NULL, spec TEXT NOT NULL, name TEXT NOT NULL, rows INTEGER NOT NULL, taken TEXT NOT NULL, seal TEXT NOT NULL, document TEXT NOT NULL,
  PRIMARY KEY (source, spec)
) STRICT, WITHOUT ROWID`,
}];

/** Unlike a store of runs, this file can be done without; a folder that cannot be made is told as it is. */
const replaceable = (failure: unknown, file: string): unknown =>
  failure instanceof LockstepError && failure.code === "LS501" && failure.place === file
    ? new LockstepError("LS501", { message: failure.message, place: file, todo: "Profiles can be counted again: when no process uses the file, move it away.", cause: failure })
    : failure;

/**
 * Profiles in one SQLite file, made with its directory when missing, each sealed with the sha256 of its text: one that was changed or half-written counts as never counted.
 * What `put` has returned from survives a kill. LS501 when the file cannot be used, LS504 when a newer Lockstep wrote it, LS602 when the disk is full.
 */
export const createSqliteProfileStore = (directory: string): ProfileStore => {
  const file = profileStoreFile(directory);
  const guarded = guardFile(file, (failure) => replaceable(failure, file));
  const database = guarded(() => openDatabase(file, migrations));
  const find = (source: string, spec: string): Profile | null => {
    const row = database.prepare("SELECT seal, document FROM profiles WHERE source = ? AND spec = ?").get(source, spec);
    if (row === undefined || sealOf(source, spec, String(row["document"])) !== row["seal"]) return null;
    const read = Profile.safeParse(JSON.parse(String(row["document"])));
    return read.success ? read.data : null;
  };
  return {
    get: (source, spec) => guarded(() => find(source, spec)),
    put: (source, profile) => guarded(() => {
      if (find(source, profile.specDigest) !== null) return;
      const document = JSON.stringify(profile);
      const rows = profile.sources.reduce((sum, each) => sum + each.rows, 0);
      database.prepare("INSERT OR REPLACE INTO profiles VALUES (?, ?, ?, ?, ?, ?, ?)")
        .run(source, profile.specDigest, profile.name, rows, profile.sources[0]?.takenAt ?? "", sealOf(source, profile.specDigest, document), document);
    }),
    list: () => guarded(() => database.prepare("SELECT source, spec, name, rows, taken FROM profiles ORDER BY taken, source, spec").all().map((row) => ({
      sourceDigest: String(row["source"]), specDigest: String(row["spec"]), name: String(row["name"]), rows: Number(row["rows"]), takenAt: String(row["taken"]),
    }))),
    close: () => { database.close(); },
  };
};

/** Also over what it was counted from, so that a profile cannot be taken for that of another part. */
const sealOf = (source: string, spec: string, document: string): string => sha256(`${source}\n${spec}\n${document}`);
