import type { LedgerEntry, LedgerKind } from "../../../../core/domain/ledger-entry.ts";
import type { Page } from "../../../../core/domain/page.ts";
import type { PageQuery } from "../../../../ports/catalogue.ts";
import { keyOf, pageOf } from "./cursor.ts";
import { given, type ReadRows } from "./read-rows.ts";

const columns = "sequence, time, actor, kind, subject, payload_digest AS payloadDigest, previous_hash AS previousHash, hash";

const entries = (rows: readonly unknown[]): readonly LedgerEntry[] => rows.map((row) => ({ ...(row as LedgerEntry) }));

export const headEntry = (read: ReadRows): LedgerEntry | null => entries(read(`SELECT ${columns} FROM ledger ORDER BY sequence DESC LIMIT 1`))[0] ?? null;

export const ledgerPage = (read: ReadRows, query: PageQuery & { readonly kind?: LedgerKind | null; readonly newestFirst?: boolean }): Page<LedgerEntry> => {
  const back = query.newestFirst === true;
  const list = back ? "ledger, newest first" : "ledger";
  const key = keyOf(list, query.after);
  const conditions = [...(!given(query.kind) ? [] : ["kind = :kind"]), ...(key === null ? [] : [`sequence ${back ? "<" : ">"} :sequence`])];
  const rows = read(`SELECT ${columns} FROM ledger ${!given(query.kind) ? "" : "INDEXED BY ledger_by_kind"} ${conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`} ORDER BY sequence ${back ? "DESC" : ""} LIMIT :limit`,
    { kind: query.kind ?? null, sequence: key?.[0] ?? null, limit: query.limit + 1 });
  return pageOf(list, entries(rows), query.limit, (entry) => entry, ({ sequence }) => [sequence], !given(query.kind) ? (headEntry(read)?.sequence ?? 0) : null);
};

/** Each kind by its own index, so that a rare one is not looked for among all others. */
export const entriesAfter = (read: ReadRows, sequence: number, limit: number, kinds?: readonly LedgerKind[]): readonly LedgerEntry[] => {
  if (kinds === undefined) return entries(read(`SELECT ${columns} FROM ledger WHERE sequence > :sequence ORDER BY sequence LIMIT :limit`, { sequence, limit }));
  return kinds
    .flatMap((kind) => entries(read(`SELECT ${columns} FROM ledger INDEXED BY ledger_by_kind WHERE kind = :kind AND sequence > :sequence ORDER BY sequence LIMIT :limit`, { kind, sequence, limit })))
    .toSorted((a, b) => a.sequence - b.sequence)
    .slice(0, limit);
};
