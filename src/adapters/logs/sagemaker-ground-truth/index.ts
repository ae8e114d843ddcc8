import { firstRecord } from "../../../core/sql/payload/first-record.ts";
import { openPayloadLog } from "../../../core/sql/payload/open-payload-log.ts";
import { recordSql } from "../../../core/sql/payload/record-sql.ts";
import type { LogFormat } from "../../../ports/log-format.ts";

/** The folder a file of labels lies in says when they were collected, to the hour, in UTC. */
const collected = "TRY_CAST(regexp_replace(regexp_extract(file, '[0-9]{4}/[0-9]{2}/[0-9]{2}/[0-9]{2}/[^/]+$'), '^([0-9]{4})/([0-9]{2})/([0-9]{2})/([0-9]{2})/.*$', '\\1-\\2-\\3 \\4:00:00') AS TIMESTAMP)";

/** SageMaker ground truth: what came true, by the event's id; a log of labels alone, to be joined with the predictions. */
export const sagemakerGroundTruthLog: LogFormat = {
  id: "sagemaker-ground-truth",
  title: "SageMaker ground truth",
  recognise: ({ records }) => {
    const record = firstRecord(records);
    return record?.["groundTruthData"] !== undefined && record["eventMetadata"] !== undefined ? 0.95 : 0;
  },
  open: (engine, paths, options) => openPayloadLog(engine, {
    title: "SageMaker ground truth", name: options.name, paths, featureNames: options.featureNames,
    records: recordSql(engine.dialect, paths),
    mapping: {
      proof: "json_type(r, '$.groundTruthData') = 'OBJECT' AND json_type(r, '$.eventMetadata') = 'OBJECT'",
      refuse: [{ when: "coalesce(r->>'$.eventMetadata.eventId', r->>'$.eventMetadata.inferenceId') IS NULL", reason: "has no event id to join it by" }],
      standard: { id: "coalesce(r->>'$.eventMetadata.eventId', r->>'$.eventMetadata.inferenceId')", label_ts: collected },
      label: {
        text: "CASE upper(r->>'$.groundTruthData.encoding') WHEN 'BASE64' THEN TRY(decode(from_base64(r->>'$.groundTruthData.data'))) ELSE r->>'$.groundTruthData.data' END",
        as: "body", csv: "true",
      },
      gaps: [{ what: "ts", why: "The folder's hour is when a label was collected, not when the prediction was made; that comes with the join.", bends: false }],
    },
  }),
};
