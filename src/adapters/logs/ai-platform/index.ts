import { hasColumns } from "../../../core/sql/payload/has-columns.ts";
import { hasKeys } from "../../../core/sql/payload/has-keys.ts";
import { openPayloadLog } from "../../../core/sql/payload/open-payload-log.ts";
import { recordSql } from "../../../core/sql/payload/record-sql.ts";
import { utcTime } from "../../../core/sql/payload/utc-time.ts";
import type { LogFormat } from "../../../ports/log-format.ts";

const title = "AI Platform's request-response logging";
const proof = ["model", "model_version", "time", "raw_data", "raw_prediction"];

/** The logging of AI Platform before Vertex AI: a BigQuery table exported as JSON lines or Parquet; labels are written into the same row later. */
export const aiPlatformLog: LogFormat = {
  id: "ai-platform",
  title,
  recognise: (evidence) => (hasColumns(evidence, proof) ? 0.95 : 0),
  open: (engine, paths, options) => openPayloadLog(engine, {
    title, name: options.name, paths, featureNames: options.featureNames,
    records: recordSql(engine.dialect, paths),
    mapping: {
      proof: hasKeys(["raw_data", "raw_prediction", "time"]),
      refuse: [],
      standard: { ts: utcTime(engine.dialect, "r->>'$.time'", options.zone), model: "r->>'$.model'", version: "r->>'$.model_version'" },
      feature: { text: "r->>'$.raw_data'", as: "body" },
      output: { text: "r->>'$.raw_prediction'", as: "body" },
      label: { text: "nullif(r->>'$.groundtruth', '')", as: "body", csv: "true" },
      gaps: [
        { what: "id", why: "Rows have no id: labels can only be those that stand in the row, and repeated calls cannot be seen.", bends: false },
        { what: "label_ts", why: "A label's time is not written, so its delay cannot be told.", bends: false },
        { what: "weight", why: "The sampling rate stands in the model's configuration, not in the rows.", bends: false },
        { what: "non-200", why: "Rows hold no status, so calls that failed cannot be told from calls that were not sampled.", bends: true },
      ],
    },
  }),
};
