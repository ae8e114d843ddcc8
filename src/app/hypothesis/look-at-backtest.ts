import type { PopulationColumn } from "../../core/domain/population.ts";
import type { BacktestFacts, SeenColumn } from "../../core/hypothesis/propose/candidate-metrics.ts";
import { textValue } from "../../core/sql/text-value.ts";
import type { Engine } from "../../ports/engine.ts";
import type { OpenedPopulation } from "../populations/open-population.ts";

/** One more than is ever asked about. */
const mostValues = 21;
const dayMs = 86_400_000;

/** What a draft of hypotheses is made from: the columns of a backtest with their values, and how many rows a week has. */
export const lookAtBacktest = async (engine: Engine, opened: OpenedPopulation): Promise<BacktestFacts> => {
  const { relation, side } = opened;
  const columns: SeenColumn[] = [];
  for (const column of relation.columns) {
    const counted = column.kind === "category" || column.role === "label" || column.role === "decision";
    columns.push({ column, values: counted && column.role !== "ignored" ? await valuesOf(engine, relation.sql, column) : [] });
  }
  const { firstTs, lastTs, rowsParsed } = side.coverage;
  const weeks = firstTs === null || lastTs === null ? 1 : Math.max(1, (Date.parse(lastTs) - Date.parse(firstTs)) / (7 * dayMs));
  return { columns: await withDecision(engine, relation.sql, columns), standard: relation.standard, positive: opened.positive, rowsPerWeek: rowsParsed / weeks };
};

const textOf = (engine: Engine, { column, type }: PopulationColumn): string => textValue(engine.dialect, engine.dialect.identifier(column), type);

const valuesOf = async (engine: Engine, sql: string, column: PopulationColumn): Promise<SeenColumn["values"]> => {
  const rows = await engine.query(`SELECT value, count(*) AS n FROM (SELECT ${textOf(engine, column)} AS value FROM ${sql}) AS one WHERE value IS NOT NULL GROUP BY value ORDER BY n DESC, value LIMIT ${mostValues}`);
  return rows.map(({ value, n }) => ({ value: String(value), rows: Number(n) }));
};

/** A column that is 1 from some score on and 0 below it (scores may have been rounded to it) is what was decided, whatever its name. Only where nobody knows of a decision, and one score alone is there. */
const withDecision = async (engine: Engine, sql: string, columns: readonly SeenColumn[]): Promise<SeenColumn[]> => {
  const scores = columns.filter(({ column }) => column.role === "score");
  const [score, second] = scores;
  if (score === undefined || second !== undefined || columns.some(({ column }) => column.role === "decision")) return [...columns];
  const found: SeenColumn[] = [];
  for (const seen of columns) found.push((await isThreshold(engine, sql, seen, score)) ? { ...seen, column: { ...seen.column, role: "decision" } } : seen);
  return found;
};

const isThreshold = async (engine: Engine, sql: string, { column, values }: SeenColumn, score: SeenColumn): Promise<boolean> => {
  const texts = values.map(({ value }) => value.toLowerCase());
  if (column.role !== "feature" || values.length !== 2 || !(texts.includes("1") && texts.includes("0")) && !(texts.includes("true") && texts.includes("false"))) return false;
  const number = engine.dialect.float64(engine.dialect.identifier(score.column.column));
  const yes = `lower(${textOf(engine, column)}) IN ('1', 'true')`;
  const [row] = await engine.query(`SELECT max(CASE WHEN NOT (${yes}) THEN ${number} END) AS below, min(CASE WHEN ${yes} THEN ${number} END) AS above FROM ${sql}`);
  const [below, above] = [row?.["below"] ?? null, row?.["above"] ?? null];
  return below !== null && above !== null && Number(below) <= Number(above);
};
