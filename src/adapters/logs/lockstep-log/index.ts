import type { LogCoverage, LogGap, PopulationRole } from "../../../core/domain/population.ts";
import { PopulationRole as roles } from "../../../core/domain/population.ts";
import { firstRecord } from "../../../core/sql/payload/first-record.ts";
import { openPayloadLog } from "../../../core/sql/payload/open-payload-log.ts";
import { recordSql } from "../../../core/sql/payload/record-sql.ts";
import { tellDamage } from "../../../core/sql/payload/tell-damage.ts";
import { utcTime } from "../../../core/sql/payload/utc-time.ts";
import { countOf } from "../../../core/wording/count-of.ts";
import type { Engine } from "../../../ports/engine.ts";
import type { LogFormat } from "../../../ports/log-format.ts";

const title = "Lockstep's prediction log";

const parsed = (records: string): string => `(SELECT file, n, place, text, span, TRY_CAST(text AS JSON) AS r FROM ${records})`;
const about = "coalesce(r->>'$.kind', '') IN ('meta', 'dropped')";

/** What the writer itself says it left out, by reason. */
const leftOut = async (engine: Engine, records: string): Promise<LogCoverage["dropped"]> => {
  const rows = await engine.query(`SELECT coalesce(r->>'$.reason', 'no reason given') AS reason, sum(TRY_CAST(r->>'$.count' AS BIGINT))::BIGINT AS rows FROM ${parsed(records)} WHERE r->>'$.kind' = 'dropped' GROUP BY ALL ORDER BY reason`);
  return rows.map((row) => ({ reason: `was never written: ${String(row["reason"])}`, rows: Number(row["rows"] ?? 0), example: null })).filter((entry) => entry.rows > 0);
};

/** Roles the writer declared, by column; the last file's word counts. */
const declared = async (engine: Engine, records: string): Promise<ReadonlyMap<string, PopulationRole>> => {
  const rows = await engine.query(`SELECT key AS name, arg_max(value->>'$', n) AS role FROM (SELECT n, r->'$.roles' AS said FROM ${parsed(records)} WHERE r->>'$.kind' = 'meta' AND json_type(r, '$.roles') = 'OBJECT'), json_each(said) GROUP BY key`);
  return new Map(rows.flatMap((row) => {
    const role = roles.safeParse(row["role"]);
    return role.success ? [[String(row["name"]), role.data] as const] : [];
  }));
};

/** The log that Lockstep's own SDK writes: see spec/log.md. Rows stand as they are, and what was dropped is told by the writer. */
export const lockstepLog: LogFormat = {
  id: "lockstep-log",
  title,
  recognise: ({ records }) => {
    const record = firstRecord(records);
    if (record === null || (record["v"] !== 1n && record["v"] !== 1)) return 0;
    return record["kind"] === "meta" || record["kind"] === "dropped" || (record["id"] !== undefined && record["outputs"] !== undefined) ? 0.98 : 0;
  },
  open: (engine, paths, options) => tellDamage(paths, async () => {
    const records = recordSql(engine.dialect, paths);
    const unwritten = await leftOut(engine, records);
    const roleOf = await declared(engine, records);
    const lost = unwritten.reduce((sum, entry) => sum + entry.rows, 0);
    const gaps: LogGap[] = lost === 0 ? [] : [{ what: "lost records", why: `The writer left out ${countOf(lost, "prediction")}, as it says itself; what is missing can be the busiest time.`, bends: true }];
    const opened = await openPayloadLog(engine, {
      title, name: options.name, paths, featureNames: options.featureNames,
      records: `(SELECT * EXCLUDE (r) FROM ${parsed(records)} WHERE NOT (${about}))`,
      said: (_side, path) => {
        const role = roleOf.get(path) ?? roleOf.get(path.replace(/[.[].*$/, ""));
        return role === undefined ? null : { role, why: "the log's first line says so" };
      },
      mapping: {
        proof: "r->>'$.v' = '1' AND json_exists(r, '$.id') AND (json_exists(r, '$.outputs') OR json_exists(r, '$.error'))",
        refuse: [{ when: `r->>'$.ts' IS NOT NULL AND (${utcTime(engine.dialect, "r->>'$.ts'", options.zone)}) IS NULL`, reason: "its time cannot be read" }],
        standard: {
          id: "r->>'$.id'", ts: utcTime(engine.dialect, "r->>'$.ts'", options.zone), label_ts: utcTime(engine.dialect, "r->>'$.label_ts'", options.zone),
          latency_ms: "TRY_CAST(r->>'$.latency_ms' AS DOUBLE)", status: "TRY_CAST(r->>'$.status' AS INTEGER)", error: "r->>'$.error'", weight: "TRY_CAST(r->>'$.weight' AS DOUBLE)",
          model: "r->>'$.model'", version: "r->>'$.version'", variant: "r->>'$.variant'", replica: "r->>'$.replica'",
        },
        sampling: "1 / nullif(TRY_CAST(r->>'$.weight' AS DOUBLE), 0)",
        feature: { text: "r->'$.features'", as: "row" },
        output: { text: "CASE WHEN json_type(r, '$.outputs') <> 'NULL' THEN r->'$.outputs' END", as: "row" },
        label: { text: "CASE WHEN json_type(r, '$.label') <> 'NULL' THEN r->'$.label' END", as: "row" },
        segment: { text: "CASE WHEN json_type(r, '$.segments') <> 'NULL' THEN r->'$.segments' END", as: "row" },
        gaps,
      },
    });
    return { ...opened, read: { ...opened.read, recordsRead: opened.read.recordsRead + lost, dropped: [...opened.read.dropped, ...unwritten] } };
  }),
};
