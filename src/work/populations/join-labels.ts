import { createHash } from "node:crypto";
import type { LogGap } from "../../core/domain/population.ts";
import { countOf } from "../../core/wording/count-of.ts";
import type { Engine } from "../../ports/engine.ts";
import { readTime } from "./read-time.ts";
import { textOf } from "./text-of.ts";

interface Valued {
  readonly expression: string;
  readonly type: string;
}

export interface LabelSource {
  /** Behind FROM. */
  readonly sql: string;
  readonly key: Valued;
  readonly label: Valued;
  readonly ts: Valued | null;
  readonly zone: string | null;
}

/** Labels ready to be joined: one row per key. */
export interface PreparedLabels {
  /** A table with `label_key`, `label_value` and, where labels have a time, `label_ts`. */
  readonly table: string;
  readonly hasTime: boolean;
  readonly gaps: readonly LogGap[];
}

/**
 * One label per key: where a key has several, the youngest; where they bear no time and contradict each other, none, for nobody can say which came true.
 * Both are told.
 */
export const prepareLabels = async (engine: Engine, { sql, key, label, ts, zone }: LabelSource): Promise<PreparedLabels> => {
  const { identifier, countIf } = engine.dialect;
  const time = ts === null ? "NULL::TIMESTAMP" : readTime(engine.dialect, ts.expression, ts.type, zone).expression;
  const rows = `(SELECT ${textOf(key.expression, key.type)} AS label_key, ${label.expression} AS label_value, ${time} AS label_ts FROM ${sql})`;
  const table = identifier(`labels_${createHash("sha256").update(rows).digest("hex").slice(0, 16)}`);
  // A label without a time does not decide against one that has a time.
  const value = ts === null ? "CASE WHEN count(DISTINCT label_value) = 1 THEN min(label_value) END" : "coalesce(arg_max(label_value, label_ts) FILTER (WHERE label_value IS NOT NULL), min(label_value))";
  await engine.execute(`CREATE OR REPLACE TABLE ${table} AS SELECT label_key, ${value} AS label_value, max(label_ts) AS label_ts, count(*) AS times, count(DISTINCT label_value) AS meanings FROM ${rows} WHERE label_key IS NOT NULL GROUP BY label_key`);
  const [row] = await engine.query(`SELECT ${countIf("times > 1")} AS repeated, ${countIf("meanings > 1")} AS contradicting, (SELECT count(*) FROM ${rows} WHERE label_key IS NULL) AS keyless FROM ${table}`);
  const count = (name: string): number => Number(row?.[name] ?? 0);
  const gaps: LogGap[] = [];
  if (count("contradicting") > 0) gaps.push({ what: "labels", why: `${countOf(count("contradicting"), "key")} with labels that contradict each other: ${ts === null ? "these count as not labelled" : "the youngest holds"}`, bends: ts === null });
  else if (count("repeated") > 0) gaps.push({ what: "labels", why: `${countOf(count("repeated"), "key")} with the same label more than once`, bends: false });
  if (count("keyless") > 0) gaps.push({ what: "labels", why: `${countOf(count("keyless"), "label")} without a key, left out`, bends: false });
  return { table, hasTime: ts !== null, gaps };
};

/** Adds the labels to a mapped relation by its `id`; every row stays, and stays one. */
export const joinLabels = ({ table, hasTime }: PreparedLabels, from: string, column: string): string =>
  `(SELECT mapped.*, known.label_value AS ${column}${hasTime ? ", known.label_ts AS label_ts" : ""} FROM ${from} AS mapped LEFT JOIN ${table} AS known ON mapped.id = known.label_key)`;

/** Labels whose prediction is not among the rows. */
export const countOrphans = async (engine: Engine, { table }: PreparedLabels, from: string): Promise<number> => {
  const [row] = await engine.query(`SELECT count(*) AS n FROM ${table} AS known WHERE NOT EXISTS (SELECT 1 FROM ${from} AS mapped WHERE mapped.id = known.label_key)`);
  return Number(row?.["n"] ?? 0);
};
