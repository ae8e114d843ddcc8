import { firstRecord } from "../../../core/sql/payload/first-record.ts";
import { logTable, openPayloadLog } from "../../../core/sql/payload/open-payload-log.ts";
import { pairedRecords } from "../../../core/sql/payload/paired-records.ts";
import { recordSql } from "../../../core/sql/payload/record-sql.ts";
import { tellDamage } from "../../../core/sql/payload/tell-damage.ts";
import { utcTime } from "../../../core/sql/payload/utc-time.ts";
import type { LogFormat } from "../../../ports/log-format.ts";

const title = "KServe's logger (CloudEvents)";

/** A CloudEvents attribute, where sinks write it: as a field (structured mode), or as a `ce-` header in any spelling, beside the body or under `headers`. */
const attribute = (name: string): string => {
  const header = `ce-${name}`;
  const spelled = `Ce-${name[0]?.toUpperCase() ?? ""}${name.slice(1)}`;
  return `coalesce(${[name, header, spelled].flatMap((key) => [`r->>'$."${key}"'`, `r->>'$.headers."${key}"'`, `r->>'$.attributes."${key}"'`, `r->>'$.extensions."${key}"'`]).join(", ")})`;
};

const contentType = `lower(coalesce(r->>'$.datacontenttype', r->>'$.headers."content-type"', r->>'$.headers."Content-Type"', r->>'$."content-type"', ''))`;
const body = "coalesce(r->>'$.data', r->>'$.body', TRY(decode(from_base64(coalesce(r->>'$.data_base64', r->>'$.body_base64')))))";

/** KServe's inference logger over HTTP: a sink wrote every CloudEvent down as a JSON line. A request and its answer share an id and become one record. */
export const kserveEventsLog: LogFormat = {
  id: "kserve-events",
  title,
  recognise: ({ records }) => {
    const record = firstRecord(records);
    if (record === null) return 0;
    return /"org\.kubeflow\.serving\.inference\.(request|response)"/.test(records.join("\n")) && ["reqType", "ReqType", "req_type"].every((name) => record[name] === undefined) ? 0.95 : 0;
  },
  open: (engine, paths, options) => tellDamage(paths, async () => {
    const pairs = `${logTable({ title, name: options.name, paths })}_pairs`;
    const source = recordSql(engine.dialect, paths);
    try {
      await engine.execute(pairedRecords(pairs, source, {
        kind: attribute("type"), id: attribute("id"), body, csv: `contains(${contentType}, 'csv')`, time: attribute("time"), status: attribute("statuscode"),
        service: attribute("inferenceservicename"), endpoint: attribute("endpoint"), component: attribute("component"),
      }));
      const [seen] = await engine.query(`SELECT bool_or(text->>'$.status' IS NOT NULL) AS statuses FROM ${pairs} WHERE json_valid(text)`);
      return await openPayloadLog(engine, {
        title, name: options.name, paths, featureNames: options.featureNames, records: pairs,
        mapping: {
          proof: "json_exists(r, '$.pair')",
          refuse: [],
          standard: {
            id: "r->>'$.id'", ts: utcTime(engine.dialect, "r->>'$.time'", options.zone), status: "TRY_CAST(r->>'$.status' AS INTEGER)",
            error: "CASE WHEN TRY_CAST(r->>'$.status' AS INTEGER) NOT BETWEEN 200 AND 299 THEN 'HTTP ' || (r->>'$.status') END",
            model: "r->>'$.service'", variant: "r->>'$.endpoint'", replica: "NULL",
          },
          feature: { text: "r->>'$.request'", as: "body", csv: "(r->>'$.csv')::BOOLEAN" },
          output: { text: "r->>'$.response'", as: "body", csv: "(r->>'$.csv')::BOOLEAN" },
          gaps: [
            ...(seen?.["statuses"] === true ? [] : [{ what: "non-200", why: "The logger writes answers with status 200 only, so what failed is missing and only survivors are compared; requests without an answer are counted as left out. Newer loggers write all with logAllResponses.", bends: true }]),
            { what: "lost records", why: "The logger drops events while its queue is full, and says nowhere that it did: what is missing then is the busiest time.", bends: true },
            { what: "latency_ms", why: "An event's time is when it was sent, not when the call was made, so no duration can be told.", bends: false },
            { what: "weight", why: "Records do not say what share of the calls was logged.", bends: false },
          ],
        },
      });
    } finally {
      await engine.execute(`DROP TABLE IF EXISTS ${pairs}`);
    }
  }),
};
