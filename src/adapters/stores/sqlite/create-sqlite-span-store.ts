import { join } from "node:path";
import type { Span, SpanStore } from "../../../ports/span-store.ts";
import { inTransaction } from "./in-transaction.ts";
import type { Migration } from "./migrations.ts";
import { openDatabase } from "./open-database.ts";
import { guardFile } from "./guard-file.ts";

/** Traces given for one prediction. */
const mostTraces = 20;

/** Spans of one trace that are given back: a page shows no more. */
const mostSpans = 5_000;

const migrations: readonly Migration[] = [{
  why: "spans, and the predictions that they name",
  sql: `CREATE TABLE spans (
  trace TEXT NOT NULL, span TEXT NOT NULL, prediction TEXT, start_ns TEXT NOT NULL, put_at INTEGER NOT NULL, document TEXT NOT NULL,
  PRIMARY KEY (trace, span)
) STRICT, WITHOUT ROWID;
CREATE INDEX spans_by_prediction ON spans (prediction, put_at) WHERE prediction IS NOT NULL;
CREATE INDEX spans_by_age ON spans (put_at)`,
}];

/** Decimal text of ns orders as its number when it is padded; 19 digits last until the year 2286. */
const padded = (ns: string): string => ns.padStart(20, "0");

/**
 * Spans in one SQLite file of their own, `traces.db` in the store's folder: they explain, may be thrown away at any time, and are no part of the record. LS501 when
 * the file cannot be used, LS504 when a newer Lockstep wrote it, LS602 when the disk is full.
 */
export const createSqliteSpanStore = (directory: string): SpanStore => {
  const file = join(directory, "traces.db");
  const guarded = guardFile(file);
  const database = guarded(() => openDatabase(file, migrations));
  // Losing the last second of spans at a power cut costs nothing, and every commit on the disk costs senders their time.
  database.exec("PRAGMA synchronous = NORMAL");
  const insert = database.prepare("INSERT OR IGNORE INTO spans (trace, span, prediction, start_ns, put_at, document) VALUES (?, ?, ?, ?, ?, ?)");
  const replace = database.prepare("UPDATE spans SET prediction = ?3, start_ns = ?4, put_at = ?5, document = ?6 WHERE trace = ?1 AND span = ?2");
  const ofTrace = database.prepare("SELECT document FROM spans WHERE trace = ? ORDER BY start_ns, span LIMIT ?");
  const ofPrediction = database.prepare("SELECT trace, max(put_at) AS newest, max(start_ns) AS start FROM spans WHERE prediction = ? GROUP BY trace ORDER BY newest DESC, start DESC, trace LIMIT ?");
  return {
    put: (spans, now) => guarded(() => inTransaction(database, () => {
      let fresh = 0;
      for (const span of spans) {
        const row = [span.traceId, span.spanId, predictionOf(span), padded(span.startNs), now, JSON.stringify(span)] as const;
        if (insert.run(...row).changes === 1) fresh += 1;
        else replace.run(...row);
      }
      return fresh;
    })),
    trace: (traceId) => guarded(() => ofTrace.all(traceId, mostSpans).map(({ document }) => JSON.parse(String(document)) as Span)),
    tracesOf: (prediction) => guarded(() => ofPrediction.all(prediction, mostTraces).map(({ trace }) => String(trace))),
    prune: (before, most) => guarded(() => inTransaction(database, () => {
      const old = Number(database.prepare("DELETE FROM spans WHERE put_at < ?").run(before).changes);
      const over = Number(database.prepare("SELECT count(*) AS n FROM spans").get()?.["n"] ?? 0) - most;
      if (over > 0) database.prepare("DELETE FROM spans WHERE (trace, span) IN (SELECT trace, span FROM spans ORDER BY put_at, start_ns LIMIT ?)").run(over);
      return old + Math.max(0, over);
    })),
    close: () => database.close(),
  };
};

const predictionOf = ({ attributes }: Span): string | null => {
  const id = attributes["lockstep.id"];
  return id === undefined || id === null || id === "" ? null : String(id);
};
