import type { SaidRole } from "../../../core/sql/payload/column-of-leaf.ts";
import type { PayloadSide } from "../../../core/sql/payload/record-mapping.ts";
import { recordSql } from "../../../core/sql/payload/record-sql.ts";
import type { Engine } from "../../../ports/engine.ts";

export interface MonitorColumn { readonly name: string; readonly role: string; readonly type: string }

/** What the schema files say; a name or version is null where they say several or none. */
export interface Monitor { readonly name: string | null; readonly version: string | null; readonly columns: readonly MonitorColumn[] }

const folderOf = (path: string): string => path.replace(/[\\/][^\\/]+$/, "");

const schemaFiles = async (engine: Engine, paths: readonly string[]): Promise<readonly string[]> => {
  const given = paths.filter((path) => /[\\/]schema[\\/][^\\/]+$/.test(path));
  if (given.length > 0) return given;
  const folders = new Set(paths.map(folderOf).filter((folder) => /[\\/]data$/.test(folder)).map((folder) => folder.replace(/data$/, "schema")));
  const found = await Promise.all([...folders].map((folder) => engine.query(`SELECT file FROM glob(${engine.dialect.file(folder).replace(/'$/, "/*'")}) ORDER BY file`)));
  return found.flat().map((row) => String(row["file"]));
};

/** The monitor's schema beside the data, of all workers together; null where there is none that can be read. */
export const readSchema = async (engine: Engine, paths: readonly string[]): Promise<Monitor | null> => {
  const files = await schemaFiles(engine, paths);
  if (files.length === 0) return null;
  const records = `(SELECT n, TRY_CAST(text AS JSON) AS r FROM ${recordSql(engine.dialect, files)})`;
  // A later schema line is a newer one; columns keep the order of the first.
  const columns = await engine.query(`SELECT c->>'$.name' AS name, arg_max(c->>'$.role', n) AS role, arg_max(c->>'$.type', n) AS type, min(n * 100000 + i) AS place
FROM (SELECT n, unnest(json_extract(r, '$.columns[*]')) AS c, generate_subscripts(json_extract(r, '$.columns[*]'), 1) AS i FROM ${records}) WHERE c->>'$.name' IS NOT NULL GROUP BY name ORDER BY place`);
  if (columns.length === 0) return null;
  const [meta] = await engine.query(`SELECT CASE WHEN count(DISTINCT r->>'$.meta_data.bento_name') = 1 THEN min(nullif(r->>'$.meta_data.bento_name', '')) END AS name,
  CASE WHEN count(DISTINCT r->>'$.meta_data.bento_version') = 1 THEN min(nullif(r->>'$.meta_data.bento_version', '')) END AS version FROM ${records}`);
  const text = (value: unknown): string | null => (typeof value === "string" && value !== "not available" ? value : null);
  return { name: text(meta?.["name"]), version: text(meta?.["version"]), columns: columns.map((row) => ({ name: String(row["name"]), role: String(row["role"] ?? ""), type: String(row["type"] ?? "") })) };
};

/** The payload a column belongs to. Roles of one's own only cut the population. */
export const sideOf = (column: MonitorColumn): PayloadSide => {
  switch (column.role) {
    case "feature": return "feature";
    case "prediction": return "output";
    case "target": return "label";
    default: return "segment";
  }
};

/** What a column is for, as its schema says. */
export const roleOf = (column: MonitorColumn): SaidRole => {
  const why = `the monitor's schema says role ${column.role}, type ${column.type}`;
  const counted = column.type === "categorical" ? { kind: "category" as const } : {};
  switch (sideOf(column)) {
    case "feature": return { role: "feature", why, ...counted };
    case "output": return { role: column.type === "categorical" ? "decision" : "score", why, ...counted };
    case "label": return { role: "label", why, ...counted };
    case "segment": return { role: column.type === "categorical" ? "segment" : "ignored", why: `${why}, which is a role of its own`, ...counted };
  }
};
