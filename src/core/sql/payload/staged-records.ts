import type { Dialect } from "../dialect.ts";
import { csvRows } from "./csv-rows.ts";
import { answerRows, namedAnswer, requestRows } from "./payload-rows.ts";
import { payloadSides, type PayloadMapping, type PayloadSide, type RecordMapping } from "./record-mapping.ts";

/** Standard columns with the types a relation states, in its order. */
export const standardTypes = {
  id: "VARCHAR", ts: "TIMESTAMP", label_ts: "TIMESTAMP", latency_ms: "DOUBLE", status: "INTEGER", error: "VARCHAR", weight: "DOUBLE",
  model: "VARCHAR", version: "VARCHAR", variant: "VARCHAR", replica: "VARCHAR",
} as const;

export const standardNames = Object.keys(standardTypes) as (keyof typeof standardTypes)[];

/** What is said of a record that is of another format altogether. */
export const foreignReason = "is no record of this format";

/** Holds for a record whose call went well, or of which nobody knows. */
const wentWell = "(status IS NULL OR status BETWEEN 200 AND 299)";

const rowsOf = (side: PayloadSide, mapping: PayloadMapping | undefined): string => {
  if (mapping === undefined) return "NULL::JSON[]";
  const json = `${side}_json`;
  if (mapping.as === "row") return `CASE WHEN ${json} IS NULL THEN NULL${side === "label" ? "" : ` WHEN json_type(${json}) <> 'OBJECT' THEN NULL`} ELSE [${json}] END`;
  const rows = side === "output" ? answerRows(json) : requestRows(json);
  return `CASE WHEN ${json} IS NOT NULL THEN ${rows} WHEN ${mapping.csv === undefined ? "false" : `${side}_csv AND trim(${side}_text) <> ''`} THEN ${csvRows(`${side}_text`)} END`;
};

/**
 * A table of all records: the standard columns, the rows of each payload as lists of JSON of one length (`rows`), and the reason why a record gives no row.
 * `records` is a subquery of `file`, `n` (an order), `place` (number in its file, null to have it counted), `text`, and `span`, how many records of the files
 * one of its rows stands for.
 */
export const stagedRecords = (dialect: Dialect, table: string, records: string, mapping: RecordMapping): string => {
  const standard = standardNames.map((name) => `(${mapping.standard[name] ?? "NULL"})::${standardTypes[name]} AS ${name}`);
  const texts = payloadSides.map((side) => {
    const payload = mapping[side];
    return `(${payload?.text ?? "NULL"})::VARCHAR AS ${side}_text, coalesce(${payload?.csv ?? "false"}, false) AS ${side}_csv`;
  });
  const refused = mapping.refuse.map(({ when, reason }) => ` WHEN ${when} THEN ${dialect.literal(reason)}`).join("");
  // A failed call's answer is an error message, no prediction.
  const parsed = payloadSides.map((side) => `TRY_CAST(${side === "output" ? `CASE WHEN ${wentWell} THEN output_text END` : `${side}_text`} AS JSON) AS ${side}_json`);
  const rows = payloadSides.map((side) => `${rowsOf(side, mapping[side])} AS ${side}_rows`);
  return `CREATE OR REPLACE TEMP TABLE ${table} AS
SELECT * EXCLUDE (feature_text, output_text, label_text, segment_text), feature_text IS NOT NULL AS has_request, output_text IS NOT NULL AS has_answer,
  CASE WHEN refused IS NOT NULL THEN refused
    WHEN feature_text IS NOT NULL AND feature_rows IS NULL THEN 'its request can be read neither as JSON nor as CSV'
    WHEN output_text IS NOT NULL AND output_rows IS NULL AND ${wentWell} THEN 'its answer can be read neither as JSON nor as CSV'
    WHEN label_text IS NOT NULL AND label_rows IS NULL THEN 'its label cannot be read'
    WHEN coalesce(feature_rows, output_rows, label_rows) IS NULL AND ${wentWell} AND error IS NULL THEN 'holds neither a request nor an answer'
    WHEN len(coalesce(feature_rows, output_rows, label_rows)) = 0 THEN 'holds a batch without rows'
    WHEN len(output_rows) <> len(feature_rows) THEN 'its answer has another number of rows than its request'
    WHEN len(label_rows) <> len(coalesce(feature_rows, output_rows)) THEN 'its labels are not as many as its rows' END AS reason,
  coalesce(len(feature_rows), len(output_rows), len(label_rows), 1) AS rows
FROM (SELECT * REPLACE (list_transform(CASE
    WHEN len(feature_rows) > 1 AND len(output_rows) = 1 AND json_type(output_rows[1]) = 'ARRAY' AND json_array_length(output_rows[1]) = len(feature_rows) THEN json_extract(output_rows[1], '$[*]')
    WHEN len(feature_rows) = 1 AND len(output_rows) > 1 AND json_type(output_rows[1]) NOT IN ('OBJECT', 'ARRAY') THEN [to_json(output_rows)]
    ELSE output_rows END, lambda o: ${namedAnswer("o")}) AS output_rows)
  FROM (SELECT *, ${rows.join(",\n    ")}
    FROM (SELECT *, ${parsed.join(", ")}
      FROM (SELECT file, n, place, span, CASE WHEN r IS NULL THEN CASE WHEN valid THEN 'is JSON but no object' ELSE 'is not JSON' END
          WHEN NOT coalesce(${mapping.proof}, false) THEN ${dialect.literal(foreignReason)}${refused} END AS refused,
          (${mapping.sampling ?? "NULL"})::DOUBLE AS sampling, ${standard.join(", ")},
          ${texts.join(",\n          ")}
        FROM (SELECT file, n, place, span, json_valid(text) AS valid, CASE WHEN json_type(TRY_CAST(text AS JSON)) = 'OBJECT' THEN TRY_CAST(text AS JSON) END AS r FROM ${records})))))`;
};
