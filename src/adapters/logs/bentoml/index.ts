import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { firstRecord } from "../../../core/sql/payload/first-record.ts";
import { openPayloadLog } from "../../../core/sql/payload/open-payload-log.ts";
import type { PayloadMapping } from "../../../core/sql/payload/record-mapping.ts";
import { recordSql } from "../../../core/sql/payload/record-sql.ts";
import { tellDamage } from "../../../core/sql/payload/tell-damage.ts";
import { utcTime, zoneGaps } from "../../../core/sql/payload/utc-time.ts";
import type { Engine } from "../../../ports/engine.ts";
import type { LogFormat } from "../../../ports/log-format.ts";
import { type Monitor, readSchema, roleOf, sideOf } from "./read-schema.ts";

const title = "BentoML's monitoring log";
const written = ["timestamp", "request_id", "trace_id"];

/** One payload out of the record's flat keys, as a JSON object; null where the schema has none for it. */
const keysOf = (engine: Engine, names: readonly string[]): PayloadMapping | undefined => {
  if (names.length === 0) return undefined;
  const pointers = names.map((name) => engine.dialect.literal(`/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`));
  return { text: `to_json(MAP([${names.map(engine.dialect.literal).join(", ")}], json_extract(r, [${pointers.join(", ")}])))`, as: "row" };
};

/** Keys of the first records, where no schema tells them. */
const keysFound = async (engine: Engine, records: string): Promise<readonly string[]> => {
  const rows = await engine.query(`SELECT key FROM (SELECT unnest(json_keys(TRY_CAST(text AS JSON))) AS key FROM (FROM ${records} LIMIT 1000)) GROUP BY key ORDER BY key`);
  return rows.map((row) => String(row["key"])).filter((key) => !written.includes(key));
};

const said = (monitor: Monitor, side: string, path: string): ReturnType<typeof roleOf> | null => {
  const column = monitor.columns.find((each) => sideOf(each) === side && (path === each.name || path.startsWith(`${each.name}[`) || path.startsWith(`${each.name}.`)));
  return column === undefined ? null : roleOf(column);
};

/** One id per prediction: a request that was answered in a batch wrote its id in every row. */
const rowId = "nullif(r->>'$.request_id', 'None')";
const uniqueId = `CASE WHEN ${rowId} IS NULL THEN NULL WHEN count(*) OVER (PARTITION BY ${rowId}) > 1 THEN ${rowId} || '#' || (row_number() OVER (PARTITION BY ${rowId} ORDER BY n) - 1) ELSE ${rowId} END`;

/** BentoML's `bentoml.monitor`: flat JSON lines under `data`, their columns' roles under `schema` beside it. */
export const bentomlLog: LogFormat = {
  id: "bentoml",
  title,
  recognise: ({ records }) => {
    const record = firstRecord(records);
    if (record === null) return 0;
    if (record["meta_data"] !== undefined && Array.isArray(record["columns"])) return 0.9;
    return written.every((name) => record[name] !== undefined) ? 0.9 : 0;
  },
  open: (engine, paths, options) => tellDamage(paths, async () => {
    const monitor = await readSchema(engine, paths);
    const data = paths.filter((path) => !/[\\/]schema[\\/][^\\/]+$/.test(path));
    if (data.length === 0) throw new LockstepError("LS202", { message: `${paths[0]} is the schema of a BentoML monitor and holds no predictions`, place: paths[0] ?? "", todo: "Give the monitor's folder, or the files under its folder data." });
    const records = recordSql(engine.dialect, data);
    const names = monitor === null ? await keysFound(engine, records) : [];
    const of = (side: string): readonly string[] => monitor?.columns.filter((column) => sideOf(column) === side).map((column) => column.name) ?? (side === "feature" ? names : []);
    const constant = (text: string | null): string => (text === null ? "NULL" : engine.dialect.literal(text));
    const payloads = (["feature", "output", "label", "segment"] as const).flatMap((side) => {
      const payload = keysOf(engine, of(side));
      return payload === undefined ? [] : [[side, payload] as const];
    });
    return openPayloadLog(engine, {
      title, name: options.name, paths, featureNames: options.featureNames, records,
      ...(monitor === null ? {} : { said: (side, path) => said(monitor, side, path) }),
      mapping: {
        proof: "json_exists(r, '$.timestamp') AND json_exists(r, '$.request_id')",
        refuse: [],
        standard: { id: uniqueId, ts: utcTime(engine.dialect, "r->>'$.timestamp'", options.zone), model: constant(monitor?.name ?? null), version: constant(monitor?.version ?? null) },
        ...Object.fromEntries(payloads),
        gaps: [
          ...zoneGaps(options.zone, "timestamp"),
          ...(monitor === null ? [{ what: "roles", why: "The monitor's schema is not beside its data, so every column is taken for a feature. Give the monitor's folder with data and schema.", bends: true }] : []),
          { what: "non-200", why: "Only what the service itself monitored is written; calls that failed before are missing.", bends: true },
          { what: "latency_ms", why: "Records hold no duration.", bends: false },
        ],
      },
    });
  }),
};
