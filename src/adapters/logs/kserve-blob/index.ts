import { hasColumns } from "../../../core/sql/payload/has-columns.ts";
import { logTable, openPayloadLog } from "../../../core/sql/payload/open-payload-log.ts";
import { pairedRecords } from "../../../core/sql/payload/paired-records.ts";
import { recordSql } from "../../../core/sql/payload/record-sql.ts";
import { tellDamage } from "../../../core/sql/payload/tell-damage.ts";
import { utcTime } from "../../../core/sql/payload/utc-time.ts";
import type { LogFormat } from "../../../ports/log-format.ts";

const title = "KServe's logger (files in a bucket)";

/** A field in the spellings of the writers: camelCase (JSON, CSV), Go's own names (older JSON and CSV), snake_case (older Parquet). */
const field = (name: string): string => {
  const pascal = `${name[0]?.toUpperCase() ?? ""}${name.slice(1)}`;
  const snake = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return `coalesce(${[...new Set([name, pascal, snake])].map((key) => `nullif(r->>'$.${key}', '')`).join(", ")})`;
};

const spellings = [["reqType", "bytes", "id"], ["ReqType", "Bytes", "Id"], ["req_type", "bytes", "id"]];

/** KServe's inference logger to a bucket: files of one record or a batch, as JSON, CSV or Parquet; payloads are base64. */
export const kserveBlobLog: LogFormat = {
  id: "kserve-blob",
  title,
  recognise: (evidence) => (spellings.some((names) => hasColumns(evidence, names)) ? 0.95 : 0),
  open: (engine, paths, options) => tellDamage(paths, async () => {
    const pairs = `${logTable({ title, name: options.name, paths })}_pairs`;
    const parquet = paths.filter((path) => /\.(parquet|pq)$/i.test(path)).map(engine.dialect.file);
    const columns = parquet.length === 0 ? [] : await engine.describe(`SELECT * FROM read_parquet([${parquet.join(", ")}], union_by_name = true)`);
    const binary = columns.filter((column) => column.type === "BLOB").map((column) => column.name);
    try {
      await engine.execute(pairedRecords(pairs, recordSql(engine.dialect, paths, binary), {
        kind: field("reqType"), id: field("id"), body: `TRY(decode(from_base64(${field("bytes")})))`, csv: `contains(lower(coalesce(${field("contentType")}, '')), 'csv')`,
        time: field("occurrenceTime"), status: field("statusCode"), service: field("inferenceService"), endpoint: field("endpoint"), component: field("component"),
      }));
      const [seen] = await engine.query(`SELECT count_if(text->>'$.time' IS NULL)::BIGINT AS timeless, count(*)::BIGINT AS records FROM ${pairs} WHERE json_valid(text)`);
      const timeless = Number(seen?.["timeless"] ?? 0);
      return await openPayloadLog(engine, {
        title, name: options.name, paths, featureNames: options.featureNames, records: pairs,
        mapping: {
          proof: "json_exists(r, '$.pair')",
          refuse: [],
          standard: { id: "r->>'$.id'", ts: utcTime(engine.dialect, "r->>'$.time'", options.zone), status: "TRY_CAST(r->>'$.status' AS INTEGER)", model: "r->>'$.service'", variant: "r->>'$.endpoint'" },
          feature: { text: "r->>'$.request'", as: "body", csv: "(r->>'$.csv')::BOOLEAN" },
          output: { text: "r->>'$.response'", as: "body", csv: "(r->>'$.csv')::BOOLEAN" },
          gaps: [
            ...(timeless === 0 ? [] : [{ what: "ts", why: `${timeless} of ${Number(seen?.["records"] ?? 0)} records have no time: files of CSV and Parquet carry none, only JSON does. They fall outside every window.`, bends: true }]),
            { what: "non-200", why: "The logger writes answers with status 200 only, so what failed is missing and only survivors are compared; requests without an answer are counted as left out.", bends: true },
            { what: "lost records", why: "The logger drops records while its queue is full, and says nowhere that it did: what is missing then is the busiest time.", bends: true },
            { what: "latency_ms", why: "Records hold no duration.", bends: false },
          ],
        },
      });
    } finally {
      await engine.execute(`DROP TABLE IF EXISTS ${pairs}`);
    }
  }),
};
