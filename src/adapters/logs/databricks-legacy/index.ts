import { hasColumns } from "../../../core/sql/payload/has-columns.ts";
import { inferenceTable } from "../../../core/sql/payload/inference-table.ts";
import { openPayloadLog } from "../../../core/sql/payload/open-payload-log.ts";
import { recordSql } from "../../../core/sql/payload/record-sql.ts";
import { millisecondTime } from "../../../core/sql/payload/utc-time.ts";
import type { LogFormat } from "../../../ports/log-format.ts";

const title = "a Databricks inference table (legacy)";
const proof = ["timestamp_ms", "databricks_request_id", "status_code", "execution_time_ms", "request", "response"];

/** Inference tables as they were first named: `timestamp_ms`, `execution_time_ms`, `request_metadata`. Exported from Delta as Parquet or JSON lines. */
export const databricksLegacyLog: LogFormat = {
  id: "databricks-legacy",
  title,
  recognise: (evidence) => (hasColumns(evidence, proof) ? 0.95 : 0),
  open: (engine, paths, options) => openPayloadLog(engine, {
    title, name: options.name, paths, featureNames: options.featureNames,
    records: recordSql(engine.dialect, paths),
    mapping: inferenceTable({
      proof,
      id: "coalesce(r->>'$.client_request_id', r->>'$.databricks_request_id')",
      ts: millisecondTime("r->>'$.timestamp_ms'"),
      latencyMs: "TRY_CAST(r->>'$.execution_time_ms' AS DOUBLE)",
      model: "r->>'$.request_metadata.model_name'",
      version: "r->>'$.request_metadata.model_version'",
      variant: "r->>'$.request_metadata.endpoint_name'",
      gaps: [{ what: "late records", why: "Tables are filled with best effort and up to an hour late; the last hour can be incomplete.", bends: false }],
    }),
  }),
};
