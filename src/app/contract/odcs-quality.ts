import type { QualityRule } from "../../core/domain/quality.ts";
import { pathText } from "../manifest/value-at.ts";
import type { PlacedMap, ValuePath } from "../manifest/placed.ts";
import { readLockstepRule } from "./odcs-custom.ts";
import { textOfKey, textsOfKey, unknownAmong, unknownKeys } from "./odcs-keys.ts";
import { isNone, readOperator } from "./odcs-operators.ts";
import type { OdcsReading, ReadRule } from "./odcs-reading.ts";
import { readSeverity } from "./odcs-severity.ts";

/** Where a quality rule stands: the column it is of, or null for the table. */
export interface QualityPlace {
  readonly path: ValuePath;
  readonly column: string | null;
  readonly isPrivate: boolean;
  readonly origin: QualityRule["origin"];
  /** The table's names, by which its SQL speaks of it. */
  readonly objects: readonly string[];
}

/** What version 3.0 called the metrics. */
const olderMetrics: Readonly<Record<string, string>> = { duplicateCount: "duplicateValues", nullCheck: "nullValues", nullCount: "nullValues", rowCount: "rowCount", missingCount: "missingValues", invalidCount: "invalidValues" };

/** One entry of `quality:` as rules; what cannot be asked here is left with its place and reason. */
export const readQuality = (quality: PlacedMap, at: QualityPlace, reading: OdcsReading): void => {
  for (const problem of unknownKeys(quality, "quality", at.path)) reading.refuse(problem);
  const severityWord = textOfKey(quality, "severity");
  const severity = severityWord === undefined ? undefined : readSeverity(severityWord);
  if (severityWord !== undefined && severity === undefined) reading.leave(quality.entries.get("severity")?.value.place ?? quality.place, `the severity ${severityWord} is no word that is known here; high stands in for it`);
  const metric = textOfKey(quality, "metric") ?? olderMetrics[textOfKey(quality, "rule") ?? ""] ?? textOfKey(quality, "rule");
  const type = textOfKey(quality, "type") ?? "library";
  const said = textOfKey(quality, "description") ?? textOfKey(quality, "name");
  const id = textOfKey(quality, "id") ?? textOfKey(quality, "name");
  const base = { column: at.column, private: at.isPrivate, origin: at.origin, ...(severity === undefined ? {} : { severity }) };
  const told = (words: string): string => (said === undefined ? words : said.replace(/\.$/, ""));
  const add = (rule: ReadRule): void => reading.add({ ...base, ...rule }, id, `${at.column ?? at.objects[0] ?? "table"} ${rule.dimension}`);
  const leave = (why: string): void => reading.leave(quality.place, why);

  if (type === "text") return leave(`a text is for people to read${said === undefined ? "" : `: ${said}`}`);
  if (type === "custom") {
    const engine = textOfKey(quality, "engine");
    if (engine === "lockstep") return readLockstepRule(quality, at, { ...reading, leave: (_, why) => leave(why) }, add, said);
    return leave(`the rule is written for ${engine ?? "an engine that is not named"}, and is asked there`);
  }
  if (type === "sql") return readSql(quality, at, add, leave, told);
  if (type !== "library") return reading.refuse({ message: `the type ${type} of ${pathText(at.path)} is none of text, library, sql and custom`, place: quality.entries.get("type")?.value.place ?? quality.place, todo: "Write one of these." });

  const allowed = readOperator(quality);
  if (typeof allowed === "string") return reading.refuse({ message: `the rule ${pathText(at.path)} cannot be asked: ${allowed}`, place: quality.place, todo: "Write the metric with one operator, such as mustBe: 0" });
  const bounds: Pick<QualityRule, "allowed"> = { allowed: isNone(allowed) ? null : allowed };
  const args = quality.entries.get("arguments")?.value;
  const given = args?.kind === "map" ? args : quality;
  if (args?.kind === "map") for (const problem of unknownAmong(args, ["missingValues", "validValues", "pattern", "properties"], [...at.path, "arguments"])) reading.refuse(problem);
  const needsColumn = metric !== "rowCount" && metric !== "duplicateValues";
  if (needsColumn && at.column === null) return leave(`the metric ${metric ?? "that is not named"} is asked of a column, and stands at the table`);
  switch (metric) {
    case "nullValues": return add({ dimension: "null", statement: told(`${at.column ?? ""} has a value`), ...bounds });
    case "missingValues": return add({ dimension: "completeness", values: textsOfKey(given, "missingValues") ?? [], statement: told(`${at.column ?? ""} is not missing`), ...bounds });
    case "duplicateValues": {
      const columns = at.column === null ? textsOfKey(given, "properties") : undefined;
      if (at.column === null && columns === undefined) return leave("duplicates of whole rows are not looked for: name the columns under arguments.properties");
      return add({ dimension: "uniqueness", columns: columns ?? null, statement: told(`${(columns ?? [at.column]).join(" and ")} ${columns !== undefined && columns.length > 1 ? "together are" : "is"} unique`), ...bounds });
    }
    case "rowCount": return at.column !== null ? leave("a count of rows is of the table, and stands at a column") : add({ dimension: "rows", allowed, statement: told("the table has as many rows as agreed") });
    case "invalidValues": {
      const values = textsOfKey(given, "validValues");
      const pattern = textOfKey(given, "pattern");
      if (values === undefined && pattern === undefined) return leave("invalid values are counted against the validValues or the pattern that arguments name; there are none");
      if (values !== undefined && pattern !== undefined && bounds.allowed !== null) return leave("values and pattern are counted apart here, so that one bound does not hold for both; write a rule of each");
      if (values !== undefined) add({ dimension: "category", values, statement: told(`${at.column ?? ""} is one of ${values.length > 8 ? `${values.length} values` : values.join(", ")}`), ...bounds });
      if (pattern !== undefined) add({ dimension: "pattern", pattern, statement: told(`${at.column ?? ""} matches ${pattern}`), ...bounds });
      return;
    }
    default: return leave(metric === undefined ? "the rule names no metric" : `the metric ${metric} is none of nullValues, missingValues, invalidValues, duplicateValues and rowCount`);
  }
};

/** `SELECT COUNT(*) FROM {object} WHERE condition` is rows that break a condition; nothing else of SQL is run. */
const readSql = (quality: PlacedMap, at: QualityPlace, add: (rule: ReadRule) => void, leave: (why: string) => void, told: (words: string) => string): void => {
  const query = textOfKey(quality, "query") ?? "";
  const allowed = readOperator(quality);
  const counting = /^\s*select\s+count\(\s*\*\s*\)\s+from\s+(\$?\{\w+\}|"[^"]+"|[\w.]+)(?:\s+where\s+([^;]+?))?\s*;?\s*$/is.exec(query);
  const table = counting?.[1]?.replaceAll('"', "") ?? "";
  const condition = counting?.[2]?.replaceAll(/\$?\{(property|column|field)\}/g, `"${(at.column ?? "").replaceAll('"', '""')}"`);
  if (counting === null || typeof allowed === "string" || (!table.includes("{") && !at.objects.includes(table)) || /\b(select|group|order|limit|join|union|having)\b/i.test(condition ?? "")) {
    return leave("SQL of a contract is not run, but for SELECT COUNT(*) FROM {object} WHERE an expression, with one operator; say it so, or as a metric");
  }
  if (condition === undefined) return add({ dimension: "rows", column: null, allowed, statement: told("the table has as many rows as agreed") });
  return add({ dimension: "consistency", columns: null, condition: `NOT (${condition})`, allowed: isNone(allowed) ? null : allowed, statement: told(`no row has ${condition}`) });
};
