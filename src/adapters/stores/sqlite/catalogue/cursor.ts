import { LockstepError } from "../../../../core/errors/lockstep-error.ts";
import { sha256 } from "../../../../core/ledger/sha256.ts";

export type Key = readonly (string | number)[];

const seal = (list: string, key: string): string => sha256(`lockstep ${list} ${key}`).slice(0, 16);

/** The place in a list after which the next page begins, as whoever reads it hands it back. */
export const cursorOf = (list: string, key: Key): string => {
  const text = JSON.stringify(key);
  return Buffer.from(`${seal(list, text)}${text}`).toString("base64url");
};

/** What `cursorOf` was given; null at a list's beginning. LS707 for what is no place in this list. */
export const keyOf = (list: string, after: string | null | undefined): Key | null => {
  if (after === null || after === undefined) return null;
  const text = Buffer.from(after, "base64url").toString();
  const [sealed, key] = [text.slice(0, 16), text.slice(16)];
  if (sealed !== seal(list, key)) throw new LockstepError("LS707", { message: "after is no place in this list", place: "after", todo: "Give `next` of the page before as it is, or leave it out to begin anew." });
  return JSON.parse(key) as Key;
};

/** A page of rows, of which one more than `limit` was read so as to know whether any follow. */
export const pageOf = <Row, T>(list: string, rows: readonly Row[], limit: number, of: (row: Row) => T, key: (row: Row) => Key, total: number | null = null): { readonly items: readonly T[]; readonly next: string | null; readonly total: number | null } => {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(of), next: rows.length > limit && last !== undefined ? cursorOf(list, key(last)) : null, total };
};
