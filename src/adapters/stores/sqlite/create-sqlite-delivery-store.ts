import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { Delivery } from "../../../core/domain/alert.ts";
import type { ChannelHealth, DeliveryStore } from "../../../ports/delivery-store.ts";
import { inTransaction } from "./in-transaction.ts";
import type { Migration } from "./migrations.ts";
import { openDatabase } from "./open-database.ts";
import { guardFile } from "./guard-file.ts";

/** Where what is on its way to people lies, beside the runs: what was told stands in the ledger, so this file is no evidence. */
export const deliveryStoreFile = (directory: string): string => join(directory, "alerts.db");

const migrations: readonly Migration[] = [{
  why: "one row per delivery, which incidents it is about, and how far the ledger was read",
  sql: `CREATE TABLE deliveries (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, channel TEXT NOT NULL, status TEXT NOT NULL, next_at INTEGER, tried_at TEXT, delivered_at TEXT,
  failure TEXT, failed_at TEXT, holder TEXT, held_until INTEGER, document TEXT NOT NULL
) STRICT;
CREATE INDEX deliveries_due ON deliveries (status, channel, next_at);
CREATE INDEX deliveries_told ON deliveries (channel, delivered_at);
CREATE INDEX deliveries_failed ON deliveries (channel, failed_at);
CREATE TABLE delivery_incidents (incident TEXT NOT NULL, delivery INTEGER NOT NULL, PRIMARY KEY (incident, delivery)) STRICT, WITHOUT ROWID;
CREATE INDEX incidents_of_delivery ON delivery_incidents (delivery);
CREATE TABLE progress (one INTEGER PRIMARY KEY CHECK (one = 1), cursor INTEGER NOT NULL) STRICT;
CREATE TABLE attendance (one INTEGER PRIMARY KEY CHECK (one = 1), at INTEGER NOT NULL) STRICT`,
}];

/** Due, held by nobody, and with no earlier one about the same incident on its way to the same channel. */
const claimable = `SELECT sequence, document FROM deliveries AS d
WHERE status IN ('waiting', 'muted') AND next_at <= ?1 AND (held_until IS NULL OR held_until <= ?1) AND (?2 IS NULL OR channel = ?2)
AND NOT EXISTS (
  SELECT 1 FROM delivery_incidents AS mine JOIN delivery_incidents AS theirs ON theirs.incident = mine.incident JOIN deliveries AS e ON e.sequence = theirs.delivery
  WHERE mine.delivery = d.sequence AND e.channel = d.channel AND e.sequence < d.sequence AND (e.status = 'waiting' OR (e.status = 'muted' AND e.next_at <= ?1))
) ORDER BY sequence LIMIT ?3`;

/**
 * Deliveries in one SQLite file, made with its directory when missing; any number of processes may use it at once. What `put` and `settle` have returned from survives a
 * kill. LS501 when the file cannot be used, LS504 when a newer Lockstep wrote it, LS602 when the disk is full.
 */
export const createSqliteDeliveryStore = (directory: string): DeliveryStore => {
  const file = deliveryStoreFile(directory);
  const guarded = guardFile(file);
  const database = guarded(() => openDatabase(file, migrations));
  const progress = (): number | null => {
    const row = database.prepare("SELECT cursor FROM progress").get();
    return row === undefined ? null : Number(row["cursor"]);
  };
  const find = (id: string): Delivery | null => {
    const row = database.prepare("SELECT document FROM deliveries WHERE id = ?").get(id);
    return row === undefined ? null : deliveryOf(row);
  };
  return {
    cursor: () => guarded(() => progress() ?? 0),
    begun: () => guarded(() => progress() !== null),
    put: (deliveries, cursor, from) => guarded(() => inTransaction(database, () => {
      if (from !== undefined && (progress() ?? 0) !== from) return false;
      for (const each of deliveries) insert(database, each);
      database.prepare("INSERT INTO progress VALUES (1, ?1) ON CONFLICT DO UPDATE SET cursor = max(cursor, ?1)").run(cursor);
      return true;
    })),
    claim: (holder, now, leaseMs, limit, channel) => guarded(() => inTransaction(database, () => {
      const rows = database.prepare(claimable).all(now, channel ?? null, limit);
      const hold = database.prepare("UPDATE deliveries SET holder = ?, held_until = ? WHERE sequence = ?");
      for (const row of rows) hold.run(holder, now + leaseMs, Number(row["sequence"]));
      return rows.map(deliveryOf);
    })),
    settle: (holder, delivery) => guarded(() => inTransaction(database, () => {
      const failure = delivery.status === "delivered" || delivery.status === "muted" || delivery.triedAt === null ? null : delivery.reason;
      database.prepare(`UPDATE deliveries SET status = ?3, next_at = ?4, tried_at = ?5, delivered_at = ?6, failure = coalesce(?7, failure), failed_at = CASE WHEN ?7 IS NULL THEN failed_at ELSE ?5 END, document = ?8,
        holder = NULL, held_until = NULL WHERE id = ?1 AND holder = ?2`)
        .run(delivery.id, holder, delivery.status, timeOf(delivery.nextAt), delivery.triedAt, delivery.deliveredAt, failure, JSON.stringify(delivery));
    })),
    get: (id) => guarded(() => find(id)),
    list: ({ after = null, limit, status = null, incident = null, channel = null }) => guarded(() => {
      const fits = "(?1 IS NULL OR status = ?1) AND (?2 IS NULL OR sequence IN (SELECT delivery FROM delivery_incidents WHERE incident = ?2)) AND (?3 IS NULL OR channel = ?3)";
      const rows = database.prepare(`SELECT sequence, document FROM deliveries WHERE ${fits} AND (?4 IS NULL OR sequence < ?4) ORDER BY sequence DESC LIMIT ?5`)
        .all(status, incident, channel, after === null ? null : Number(after), limit + 1);
      const total = Number(database.prepare(`SELECT count(*) AS total FROM deliveries WHERE ${fits}`).get(status, incident, channel)?.["total"]);
      const shown = rows.slice(0, limit);
      return { items: shown.map(deliveryOf), next: rows.length > limit ? String(shown.at(-1)?.["sequence"]) : null, total };
    }),
    retry: (id, now) => guarded(() => inTransaction(database, () => {
      const known = find(id);
      if (known === null || (known.status !== "failed" && known.status !== "waiting")) return null;
      const again: Delivery = { ...known, status: "waiting", nextAt: new Date(now).toISOString() };
      database.prepare("UPDATE deliveries SET status = 'waiting', next_at = ?2, document = ?3 WHERE id = ?1").run(id, now, JSON.stringify(again));
      return again;
    })),
    prune: ({ before, standing, held, dryRun }) => guarded(() => inTransaction(database, () => {
      const values = [new Date(before).toISOString(), JSON.stringify(standing), JSON.stringify(held)] as const;
      if (dryRun) return Number(database.prepare(`SELECT count(*) AS count FROM deliveries WHERE ${settledBefore}`).get(...values)?.["count"]);
      const { changes } = database.prepare(`DELETE FROM deliveries WHERE ${settledBefore}`).run(...values);
      if (changes !== 0) database.exec("DELETE FROM delivery_incidents WHERE delivery NOT IN (SELECT sequence FROM deliveries)");
      return Number(changes);
    })),
    nextDue: () => guarded(() => {
      const at = database.prepare("SELECT min(max(next_at, coalesce(held_until, 0))) AS at FROM deliveries WHERE status IN ('waiting', 'muted') AND next_at IS NOT NULL").get()?.["at"];
      return typeof at === "number" ? at : null;
    }),
    channels: () => guarded(() => database.prepare(healthOfChannels).all().map((row): ChannelHealth => ({
      channel: String(row["channel"]), lastDeliveredAt: textOf(row["deliveredAt"]), waiting: Number(row["waiting"]), failed: Number(row["failed"]),
      lastFailure: row["failedAt"] === null ? null : { at: String(row["failedAt"]), reason: String(row["failure"]) },
    }))),
    attend: (now) => guarded(() => { database.prepare("INSERT INTO attendance VALUES (1, ?1) ON CONFLICT DO UPDATE SET at = ?1").run(now); }),
    attendedAt: () => guarded(() => {
      const at = database.prepare("SELECT at FROM attendance").get()?.["at"];
      return typeof at === "number" ? at : null;
    }),
    close: () => {
      if (database.isOpen) database.close();
    },
  };
};

const settledBefore = `status IN ('delivered', 'failed') AND coalesce(delivered_at, tried_at, json_extract(document, '$.createdAt')) < ?1
  AND NOT EXISTS (SELECT 1 FROM delivery_incidents AS about JOIN json_each(?2) AS standing ON standing.value = about.incident WHERE about.delivery = deliveries.sequence)
  AND NOT EXISTS (SELECT 1 FROM json_each(?3) AS held WHERE held.value IS NULL OR EXISTS (SELECT 1 FROM json_each(document, '$.alerts') AS alert WHERE alert.value ->> 'model' = held.value OR alert.value ->> 'model' IS NULL))`;

const healthOfChannels = `SELECT c.channel, (SELECT max(delivered_at) FROM deliveries AS d WHERE d.channel = c.channel) AS deliveredAt,
  (SELECT max(failed_at) FROM deliveries AS d WHERE d.channel = c.channel) AS failedAt,
  (SELECT failure FROM deliveries AS d WHERE d.channel = c.channel AND failed_at IS NOT NULL ORDER BY failed_at DESC LIMIT 1) AS failure,
  (SELECT count(*) FROM deliveries AS d WHERE d.channel = c.channel AND status = 'waiting') AS waiting,
  (SELECT count(*) FROM deliveries AS d WHERE d.channel = c.channel AND status = 'failed') AS failed
FROM (SELECT DISTINCT channel FROM deliveries) AS c ORDER BY c.channel`;

const insert = (database: DatabaseSync, delivery: Delivery): void => {
  const { lastInsertRowid, changes } = database.prepare("INSERT INTO deliveries (id, channel, status, next_at, document) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
    .run(delivery.id, delivery.channel, delivery.status, timeOf(delivery.nextAt), JSON.stringify(delivery));
  if (changes === 0) return;
  const about = database.prepare("INSERT OR IGNORE INTO delivery_incidents VALUES (?, ?)");
  for (const { incident } of delivery.alerts) about.run(incident, lastInsertRowid);
};

const deliveryOf = (row: Record<string, unknown>): Delivery => Delivery.parse(JSON.parse(String(row["document"])));

const timeOf = (at: string | null): number | null => (at === null ? null : Date.parse(at));

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);
