import { hasColumns } from "../../../core/sql/payload/has-columns.ts";
import { hasKeys } from "../../../core/sql/payload/has-keys.ts";
import { openPayloadLog } from "../../../core/sql/payload/open-payload-log.ts";
import { recordSql } from "../../../core/sql/payload/record-sql.ts";
import { utcTime } from "../../../core/sql/payload/utc-time.ts";
import type { LogFormat } from "../../../ports/log-format.ts";

const title = "Vertex AI's request-response logging";
const proof = ["deployed_model_id", "logging_time", "request_payload", "response_payload"];

const elements = (column: string): string => `json_extract_string(r, '$.${column}[*]')`;

/** One JSON list of the repeated strings, or the whole body where the only string is one. */
const joined = (column: string, envelope: string): string => `CASE WHEN len(${elements(column)}) = 1 AND json_exists(TRY_CAST(${elements(column)}[1] AS JSON), '$.${envelope}') THEN ${elements(column)}[1]
  WHEN len(${elements(column)}) > 0 THEN '[' || array_to_string(list_transform(${elements(column)}, lambda e: CASE WHEN json_valid(e) THEN e ELSE to_json(e)::VARCHAR END), ',') || ']' END`;

/** Vertex AI online prediction logging: a BigQuery table exported as JSON lines or Parquet, payloads are repeated strings, one per instance. */
export const vertexLog: LogFormat = {
  id: "vertex",
  title,
  recognise: (evidence) => (hasColumns(evidence, proof) ? 0.95 : 0),
  open: (engine, paths, options) => openPayloadLog(engine, {
    title, name: options.name, paths, featureNames: options.featureNames,
    records: recordSql(engine.dialect, paths),
    mapping: {
      proof: hasKeys(proof),
      refuse: [{ when: `list_bool_or(list_transform(${elements("request_payload")}, lambda e: NOT json_valid(e)))`, reason: "its request is not JSON" }],
      standard: { id: "r->>'$.request_id'", ts: utcTime(engine.dialect, "r->>'$.logging_time'", options.zone), model: "r->>'$.endpoint'", variant: "r->>'$.deployed_model_id'" },
      feature: { text: joined("request_payload", "instances"), as: "body" },
      output: { text: joined("response_payload", "predictions"), as: "body" },
      gaps: [
        { what: "weight", why: "The sampling rate stands in the endpoint's configuration, not in the rows.", bends: false },
        { what: "non-200", why: "Rows hold no status, so calls that failed cannot be told from calls that were not sampled.", bends: true },
        { what: "latency_ms", why: "Rows hold no duration.", bends: false },
      ],
    },
  }),
};
