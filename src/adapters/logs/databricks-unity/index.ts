import { hasColumns } from "../../../core/sql/payload/has-columns.ts";
import { inferenceTable } from "../../../core/sql/payload/inference-table.ts";
import { openPayloadLog } from "../../../core/sql/payload/open-payload-log.ts";
import { recordSql } from "../../../core/sql/payload/record-sql.ts";
import { utcTime } from "../../../core/sql/payload/utc-time.ts";
import type { LogFormat } from "../../../ports/log-format.ts";

const title = "a Databricks inference table (Unity AI Gateway)";
const proof = ["event_time", "invocation_id", "status_code", "latency_ms", "request", "response"];

/** Inference tables of Unity AI Gateway: `event_time`, `invocation_id`, `latency_ms`. Exported from Delta as Parquet or JSON lines. */
export const databricksUnityLog: LogFormat = {
  id: "databricks-unity",
  title,
  recognise: (evidence) => (hasColumns(evidence, proof) ? 0.95 : 0),
  open: (engine, paths, options) => openPayloadLog(engine, {
    title, name: options.name, paths, featureNames: options.featureNames,
    records: recordSql(engine.dialect, paths),
    mapping: inferenceTable({
      proof,
      id: "r->>'$.invocation_id'",
      ts: utcTime(engine.dialect, "r->>'$.event_time'", options.zone),
      latencyMs: "TRY_CAST(r->>'$.latency_ms' AS DOUBLE)",
      gaps: [
        { what: "non-200", why: "Calls refused or failed with 401, 403, 429 or 500 may not be logged, so errors are under-counted.", bends: true },
        { what: "large payloads", why: "Payloads beyond 10 MiB are logged as null; such calls are counted and left out.", bends: true },
        { what: "late records", why: "Tables are filled with best effort; the last hour can be incomplete.", bends: false },
      ],
    }),
  }),
};
