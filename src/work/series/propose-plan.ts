import type { Measure, SeriesPlan } from "../../core/domain/measure.ts";
import type { Metric } from "../../core/domain/metric.ts";
import type { PopulationRelation } from "../../core/domain/population.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { zoneOffset } from "../../core/measure/zone-offsets.ts";
import { textValue } from "../../core/sql/text-value.ts";
import { listOf } from "../../core/wording/list-of.ts";
import { measureOf } from "../../checks/corridor/metrics/measure-of.ts";
import type { Engine } from "../../ports/engine.ts";
import { frequentQuery } from "../profile/queries/reference.ts";
import { quantileQuery, scoredQuery, valueQuery } from "./queries/bins.ts";
import { rowSumsQuery } from "./queries/row-sums.ts";
import { seriesKeys } from "./queries/series-keys.ts";
import { listSumsQuery, unitSumsQuery } from "./queries/unit-sums.ts";
import { scoreEdges } from "./score-edges.ts";
import { valueFailure } from "./value-failure.ts";

export interface PlanQuestion {
  readonly metrics: readonly Metric[];
  /** Where each metric was written, in their order, for errors. */
  readonly places?: readonly string[];
  /** Columns that cut the population, by name. */
  readonly segments: readonly string[];
  readonly window: SeriesPlan["window"];
  readonly timeZone: string;
  /** SQL over the relation's columns; null for all rows. */
  readonly where: string | null;
  readonly signal?: AbortSignal;
}

/** More values of a column than these are no segments to judge one by one; the most frequent are kept. */
const mostValues = 50;

/**
 * Freezes how a population is counted, from the offline relation where there is one: measures (equal ones once), the 50 most frequent values of each segment, edges of scores.
 * LS250 where a metric cannot be counted, with its place and what the engine said.
 */
export const proposePlan = async (engine: Engine, question: PlanQuestion, relation: PopulationRelation): Promise<SeriesPlan> => {
  const { window, timeZone, where, metrics, places, signal } = question;
  refuseZone(timeZone);
  await refuseUnbound(engine, relation, where);
  const empty: SeriesPlan = { schemaVersion: 1, window, timeZone, measures: [], segments: [], where };
  const measures = new Map<string, Measure>();
  for (const [index, metric] of metrics.entries()) {
    const place = places?.[index] ?? metric.name;
    const draft = measureOf(metric, relation, engine.dialect, { place });
    await bind(engine, relation, empty, draft, place);
    const measure = draft.shape === "scored" ? measureOf(metric, relation, engine.dialect, { place, edges: await scoreEdges(engine, relation, draft, where, signal).catch(refuseValue) }) : draft;
    measures.set(measure.id, measure);
  }
  return { ...empty, measures: [...measures.values()], segments: await frozenSegments(engine, question, relation).catch(refuseValue) };
};

const refuseValue = (cause: unknown): never => { throw valueFailure(cause) ?? cause; };

const refuseZone = (timeZone: string): void => {
  try {
    zoneOffset(timeZone, 0);
  } catch (cause) {
    throw new LockstepError("LS250", { message: `${timeZone} is no time zone that is known here`, todo: "Write a zone of the IANA list, as Europe/Vienna.", cause });
  }
};

const refuseUnbound = async (engine: Engine, relation: PopulationRelation, where: string | null): Promise<void> => {
  if (where === null) return;
  try {
    await engine.describe(`SELECT 1 FROM ${relation.sql} WHERE (${where})`);
  } catch (cause) {
    throw new LockstepError("LS250", { message: `the population ${where} cannot be cut: ${(cause as Error).message}`, place: where, cause });
  }
};

/** The very query that will count the measure, bound and not run. */
const bind = async (engine: Engine, relation: PopulationRelation, plan: SeriesPlan, measure: Measure, place: string): Promise<void> => {
  const { dialect } = engine;
  const keys = seriesKeys(dialect, relation, { ...plan, measures: [measure] }, null, null);
  const { shape, sql } = measure;
  if (shape === "value" && sql["aggregate"] === undefined) return;
  const query = shape === "quantile" ? quantileQuery(dialect, keys, measure) : shape === "scored" ? scoredQuery(dialect, keys, measure) : shape === "value" ? valueQuery(keys, measure)
    : sql["group"] === undefined ? rowSumsQuery(dialect, keys, [measure]).sql : sql["score"] === undefined ? unitSumsQuery(dialect, keys, measure) : listSumsQuery(dialect, keys, measure);
  try {
    await engine.describe(query);
  } catch (cause) {
    throw new LockstepError("LS250", { message: `${measure.metric.name} cannot be counted over the columns of ${relation.name}: ${(cause as Error).message}`, place, cause });
  }
};

const frozenSegments = async (engine: Engine, { segments, where, signal }: PlanQuestion, relation: PopulationRelation): Promise<SeriesPlan["segments"]> => {
  const names = [...new Set(segments)];
  if (names.length === 0) return [];
  const { dialect } = engine;
  const columns = names.map((name) => {
    const column = relation.columns.find((each) => each.name === name);
    if (column === undefined) throw new LockstepError("LS250", { message: `no column is named ${name}, by which the population is to be cut; there are ${listOf(relation.columns.map((each) => each.name))}`, place: name });
    return { value: textValue(dialect, dialect.identifier(column.column), column.type) };
  });
  const values = names.map((): string[] => []);
  const from = where === null ? relation.sql : `(SELECT * FROM ${relation.sql} WHERE (${where}))`;
  for (const row of await engine.query(frequentQuery(from, columns, mostValues), [], signal)) values[Number(row["column"])]?.push(String(row["value"]));
  // In the order of their names: which is more frequent today is no part of the plan.
  return names.map((column, place) => ({ column, values: (values[place] ?? []).toSorted() }));
};
