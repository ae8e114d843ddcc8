import { hasColumns } from "../../../core/sql/payload/has-columns.ts";
import { inferenceTable } from "../../../core/sql/payload/inference-table.ts";
import { openPayloadLog } from "../../../core/sql/payload/open-payload-log.ts";
import { recordSql } from "../../../core/sql/payload/record-sql.ts";
import { utcTime } from "../../../core/sql/payload/utc-time.ts";
import type { LogFormat } from "../../../ports/log-format.ts";

const title = "a Databricks inference table (AI Gateway)";
const proof = ["request_time", "databricks_request_id", "status_code", "execution_duration_ms", "request", "response"];

/** Inference tables of AI Gateway: `request_time`, `execution_duration_ms`, `served_entity_id`. Exported from Delta as Parquet or JSON lines. */
export const databricksAiGatewayLog: LogFormat = {
  id: "databricks-ai-gateway",
  title,
  recognise: (evidence) => (hasColumns(evidence, proof) ? 0.95 : 0),
  open: (engine, paths, options) => openPayloadLog(engine, {
    title, name: options.name, paths, featureNames: options.featureNames,
    records: recordSql(engine.dialect, paths),
    mapping: inferenceTable({
      proof,
      id: "coalesce(r->>'$.client_request_id', r->>'$.databricks_request_id')",
      ts: utcTime(engine.dialect, "r->>'$.request_time'", options.zone),
      latencyMs: "TRY_CAST(r->>'$.execution_duration_ms' AS DOUBLE)",
      variant: "r->>'$.served_entity_id'",
      gaps: [
        { what: "late records", why: "Tables are filled with best effort and up to an hour late; the last hour can be incomplete.", bends: false },
        { what: "large payloads", why: "Payloads beyond the size limit are logged as null; such calls are counted and left out.", bends: true },
      ],
    }),
  }),
};
