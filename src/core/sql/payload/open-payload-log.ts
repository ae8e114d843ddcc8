import { LockstepError } from "../../errors/lockstep-error.ts";
import type { LogCoverage, LogGap, PopulationColumn, PopulationRelation } from "../../domain/population.ts";
import { sha256 } from "../../ledger/sha256.ts";
import { countOf } from "../../wording/count-of.ts";
import { columnOfLeaf, type SaidRole } from "./column-of-leaf.ts";
import { findLeaves, jsonPath, mostLeaves, type Leaf } from "./leaf.ts";
import { namedLeaves } from "./named-leaves.ts";
import { payloadSides, type PayloadSide, type RecordMapping } from "./record-mapping.ts";
import type { SqlRunner } from "./sql-runner.ts";
import { tellDamage } from "./tell-damage.ts";
import { foreignReason, stagedRecords, standardNames } from "./staged-records.ts";

export interface PayloadLog {
  /** The format in words, for messages. */
  readonly title: string;
  readonly name: string;
  readonly paths: readonly string[];
  /** `recordSql` of the paths, or what the format makes of it. */
  readonly records: string;
  readonly mapping: RecordMapping;
  readonly featureNames: readonly string[] | null;
  /** What the log's own schema says of a column. */
  readonly said?: (side: PayloadSide, path: string) => SaidRole | null;
}

interface Read { readonly relation: PopulationRelation; readonly read: Pick<LogCoverage, "recordsRead" | "rowsParsed" | "dropped" | "nonSuccess" | "sampling"> }

/** A table's name that no other opened log of this engine has. */
export const logTable = (log: Pick<PayloadLog, "title" | "name" | "paths">): string => `log_${sha256(JSON.stringify([log.title, log.name, log.paths])).slice(0, 16)}`;

/**
 * Opens a log whose records carry requests and answers as payloads: records are read once, their places counted once, and written once
 * into a typed table. Rejects with LS202 where no record gives a row, LS203 where a file cannot be read on, LS230 where no
 * record is of the format.
 */
export const openPayloadLog = (runner: SqlRunner, log: PayloadLog): Promise<Read> => tellDamage(log.paths, () => openLog(runner, log));

const openLog = async (runner: SqlRunner, log: PayloadLog): Promise<Read> => {
  const { dialect } = runner;
  const table = logTable(log);
  const staged = `${table}_records`;
  await runner.execute(stagedRecords(dialect, staged, log.records, log.mapping));
  try {
    await dropHalves(runner, staged);
    const read = await readingOf(runner, staged, log);
    const columns: PopulationColumn[] = [];
    const cells: string[] = [];
    const extracts: string[] = [];
    const gaps: LogGap[] = [...log.mapping.gaps];
    for (const side of payloadSides) {
      if (log.mapping[side] === undefined) continue;
      const leaves = await findLeaves(runner, staged, side);
      if (leaves.length > mostLeaves) gaps.push({ what: `${side} columns`, why: `A row has more than ${mostLeaves} values; those beyond are not read.`, bends: false });
      const kept = leaves.slice(0, mostLeaves);
      if (kept.length === 0) continue;
      extracts.push(`json_extract_string(${side}_rows[i], [${kept.map((leaf) => dialect.literal(jsonPath(leaf.pointer))).join(", ")}]) AS ${side}_cells`);
      for (const { name, found, places } of namedLeaves(side, kept, log.featureNames)) {
        const own = columnName(side, name, columns);
        const column = columnOfLeaf(side, columns.some((before) => before.name === name) ? own : name, own, found, log.said?.(side, found.path) ?? null);
        columns.push(column);
        cells.push(`TRY_CAST(coalesce(${places.map((place) => `${side}_cells[${place + 1}]`).join(", ")}) AS ${column.type}) AS ${dialect.identifier(column.column)}`);
      }
      if (side === "feature") gaps.push(...namingGaps(kept, log.featureNames));
    }
    const standard = standardNames.map((name) => (name === "id" ? "CASE WHEN rows = 1 THEN id ELSE id || '#' || (i - 1) END AS id" : name));
    await runner.execute(`CREATE OR REPLACE TEMP TABLE ${table} AS SELECT ${[...standard, `parse_filename(file) || ', record ' || coalesce(place, n - first + 1) || CASE WHEN rows = 1 THEN '' ELSE ', row ' || i END AS source_ref`, ...cells].join(", ")}
FROM (SELECT * ${extracts.map((extract) => `, ${extract}`).join("")} FROM (SELECT *, unnest(range(1, rows + 1)) AS i FROM ${staged} WHERE reason IS NULL) JOIN (SELECT file, min(n) AS first FROM ${staged} GROUP BY file) USING (file))`);
    const [filled] = await runner.query(`SELECT ${standardNames.map((name) => `count(${name})::BIGINT AS ${name}`).join(", ")}, count(*)::BIGINT AS all_rows FROM ${table}`);
    const present = standardNames.filter((name) => Number(filled?.[name] ?? 0) > 0);
    gaps.push(...missingGaps(columns, present, gaps, log.mapping));
    const relation: PopulationRelation = { name: log.name, sql: table, columns, standard: [...present, "source_ref"], gaps };
    return { relation, read: { ...read, rowsParsed: Number(filled?.["all_rows"] ?? 0) } };
  } finally {
    await runner.execute(`DROP TABLE IF EXISTS ${staged}`);
  }
};

/** Where most records have both halves, one with a half alone is no row: kept, its missing half would look like missing values. */
const dropHalves = async (runner: SqlRunner, staged: string): Promise<void> => {
  const [seen] = await runner.query(`SELECT bool_or(has_request) AS requests, bool_or(has_answer) AS answers FROM ${staged} WHERE reason IS NULL`);
  if (seen?.["requests"] !== true || seen["answers"] !== true) return;
  await runner.execute(`UPDATE ${staged} SET reason = CASE WHEN has_request THEN 'holds a request without an answer' ELSE 'holds an answer without its request' END
WHERE reason IS NULL AND has_request <> has_answer AND error IS NULL AND (status IS NULL OR status BETWEEN 200 AND 299)`);
};

const readingOf = async (runner: SqlRunner, staged: string, log: PayloadLog): Promise<Omit<Read["read"], "rowsParsed">> => {
  const [all] = await runner.query(`SELECT coalesce(sum(span), 0)::BIGINT AS records, count_if(reason IS NULL)::BIGINT AS usable, count(status)::BIGINT AS known,
  count_if(status NOT BETWEEN 200 AND 299)::BIGINT AS failed, min(sampling) AS low, max(sampling) AS high, count_if(refused = 'is JSON but no object' OR reason = ${runner.dialect.literal(foreignReason)})::BIGINT AS strange,
  count_if(refused = 'is not JSON')::BIGINT AS broken FROM ${staged}`);
  const dropped = await runner.query(`SELECT reason, sum(span)::BIGINT AS rows, arg_min(parse_filename(file) || ', record ' || coalesce(place, n - first + 1), n) AS example
FROM ${staged} JOIN (SELECT file, min(n) AS first FROM ${staged} GROUP BY file) USING (file) WHERE reason IS NOT NULL GROUP BY reason ORDER BY rows DESC, reason`);
  const records = Number(all?.["records"] ?? 0);
  const strange = Number(all?.["strange"] ?? 0);
  const place = log.paths.length === 1 ? log.paths[0] ?? "" : `${log.paths[0]} and ${countOf(log.paths.length - 1, "other file")}`;
  if (records > 0 && strange > 0 && strange + Number(all?.["broken"] ?? 0) === records) {
    throw new LockstepError("LS230", { message: `None of the ${countOf(records, "record")} of ${place} is a record of ${log.title}`, place });
  }
  if (Number(all?.["usable"] ?? 0) === 0) {
    const why = dropped.map((entry) => `${String(entry["reason"])} (${String(entry["rows"])}, first: ${String(entry["example"])})`).join("; ");
    throw new LockstepError("LS202", { message: `${place} holds no prediction${why === "" ? "" : `; each of its ${countOf(records, "record")} was left out: ${why}`}`, place });
  }
  const known = Number(all?.["known"] ?? 0);
  return {
    recordsRead: records,
    dropped: dropped.map((entry) => ({ reason: String(entry["reason"]), rows: Number(entry["rows"]), example: String(entry["example"]) })),
    nonSuccess: known === 0 ? null : { records: Number(all?.["failed"] ?? 0), of: known },
    sampling: typeof all?.["low"] === "number" && typeof all["high"] === "number" ? { low: all["low"], high: all["high"] } : null,
  };
};

const columnName = (side: PayloadSide, name: string, columns: readonly PopulationColumn[]): string => {
  // Identifiers are the same to the engine in either case.
  const taken = new Set([...standardNames, "source_ref", ...columns.map((column) => column.column.toLowerCase())]);
  const free = (candidate: string): boolean => !taken.has(candidate.toLowerCase());
  if (free(name)) return name;
  let turn = 1;
  while (!free(turn === 1 ? `${side}.${name}` : `${side}.${name}.${turn}`)) turn += 1;
  return turn === 1 ? `${side}.${name}` : `${side}.${name}.${turn}`;
};

const namingGaps = (leaves: readonly Leaf[], featureNames: readonly string[] | null): readonly LogGap[] => {
  const unnamed = leaves.filter((leaf) => leaf.path === "" || leaf.path.startsWith("["));
  const positions = new Set(unnamed.map((leaf) => /^\[(\d+)\]/.exec(leaf.path)?.[1] ?? "0")).size;
  if (positions <= (featureNames?.length ?? 0)) return [];
  const what = featureNames === null ? `${countOf(positions, "feature")} have no names and are called f0, f1 … by their place` : `Rows hold ${countOf(positions, "value")}, and ${countOf(featureNames.length, "name")} ${featureNames.length === 1 ? "was" : "were"} given`;
  return [{ what: "feature names", why: `${what}; another order of columns would not be seen. Give their names in order.`, bends: true }];
};

const missingGaps = (columns: readonly PopulationColumn[], present: readonly string[], told: readonly LogGap[], mapping: RecordMapping): readonly LogGap[] => {
  const gaps: LogGap[] = [];
  const tell = (what: string, why: string, bends: boolean): void => {
    if (!told.some((gap) => gap.what === what)) gaps.push({ what, why, bends });
  };
  if (mapping.feature !== undefined && !columns.some((column) => column.role === "feature")) tell("features", "No record holds a request, so only answers can be compared.", false);
  if (mapping.output !== undefined && !columns.some((column) => column.role === "score" || column.role === "decision")) tell("outputs", "No record holds an answer, so only requests can be compared.", false);
  if (!present.includes("id")) tell("id", "Records have no id, so labels cannot be joined and repeated records cannot be seen.", false);
  if (!present.includes("ts")) tell("ts", "Records have no time, so neither windows nor drift over time can be seen.", false);
  return gaps;
};
