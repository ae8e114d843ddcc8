import { firstRecord } from "../../../core/sql/payload/first-record.ts";
import { openPayloadLog } from "../../../core/sql/payload/open-payload-log.ts";
import { recordSql } from "../../../core/sql/payload/record-sql.ts";
import { utcTime } from "../../../core/sql/payload/utc-time.ts";
import type { LogFormat } from "../../../ports/log-format.ts";

/** What was captured, decoded: where content types were not declared, SageMaker writes base64 whatever the payload is. */
const captured = (side: "endpointInput" | "endpointOutput"): string =>
  `CASE upper(r->>'$.captureData.${side}.encoding') WHEN 'BASE64' THEN TRY(decode(from_base64(r->>'$.captureData.${side}.data'))) ELSE r->>'$.captureData.${side}.data' END`;

const undecodable = (side: "endpointInput" | "endpointOutput"): string => `r->>'$.captureData.${side}.data' IS NOT NULL AND (${captured(side)}) IS NULL`;

/** The folders of a bucket: …/endpoint/variant/yyyy/mm/dd/hh/file. */
const folder = (part: 1 | 2): string => `nullif(regexp_extract(file, '([^/]+)/([^/]+)/[0-9]{4}/[0-9]{2}/[0-9]{2}/[0-9]{2}/[^/]+$', ${part}), '')`;

/** SageMaker data capture, one JSON line per call. Batches become rows; the id is the inference id where the caller gave one, else the event's. */
export const sagemakerLog: LogFormat = {
  id: "sagemaker",
  title: "SageMaker data capture",
  recognise: ({ records }) => {
    const record = firstRecord(records);
    return record?.["captureData"] !== undefined && record["eventMetadata"] !== undefined ? 0.95 : 0;
  },
  open: (engine, paths, options) => openPayloadLog(engine, {
    title: "SageMaker data capture", name: options.name, paths, featureNames: options.featureNames,
    records: recordSql(engine.dialect, paths),
    mapping: {
      proof: "json_type(r, '$.captureData') = 'OBJECT' AND json_type(r, '$.eventMetadata') = 'OBJECT'",
      refuse: [
        { when: undecodable("endpointInput"), reason: "its request is said to be base64 and is not, or is no text" },
        { when: undecodable("endpointOutput"), reason: "its answer is said to be base64 and is not, or is no text" },
      ],
      standard: {
        id: "coalesce(r->>'$.eventMetadata.inferenceId', r->>'$.eventMetadata.eventId')",
        ts: utcTime(engine.dialect, "r->>'$.eventMetadata.inferenceTime'", options.zone),
        model: folder(1),
        variant: folder(2),
      },
      feature: { text: captured("endpointInput"), as: "body", csv: "true" },
      output: { text: captured("endpointOutput"), as: "body", csv: "true" },
      gaps: [
        { what: "non-200", why: "Data capture writes no status, so calls that failed cannot be told from calls that were never captured.", bends: true },
        { what: "lost records", why: "Capture stops while the instance's disk is full, and says nowhere that it did: what is missing then is the busiest time.", bends: true },
        { what: "weight", why: "The sampling percentage stands in the endpoint's configuration, not in the records.", bends: false },
        { what: "latency_ms", why: "Records hold no duration.", bends: false },
      ],
    },
  }),
};
