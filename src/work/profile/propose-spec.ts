import type { PopulationColumn, PopulationRelation } from "../../core/domain/population.ts";
import type { ColumnSpec, ProfileSpec } from "../../core/domain/profile.ts";
import { gammaOfOnePercent } from "../../core/stats/log-histogram.ts";
import { inGroups } from "./in-groups.ts";
import type { Engine } from "../../ports/engine.ts";
import { choosePivot } from "./choose-pivot.ts";
import { type Lie, lookAt } from "./look-at-reference.ts";
import { proposeJudged } from "./propose-judged.ts";
import { textValue } from "../../core/sql/text-value.ts";
import { type CountedColumn, countedColumn } from "./queries/counted-column.ts";
import { frequentQuery, variedQuery } from "./queries/reference.ts";
import { withScannable } from "./with-scannable.ts";

export interface ProposeSpecOptions {
  readonly window: ProfileSpec["window"];
  /** About how many blocks per window: 64 for all time, 8 for a day. */
  readonly blocks: number;
  /** Which output is judged by which label; left out: every output by every label that fits it. */
  readonly judged?: ProfileSpec["judged"];
  /** The label that counts as positive; null or left out: "1", "true" or "yes" where a label has two values and this is one. */
  readonly positive?: string | null;
  /** Left out: such that about 100,000 rows are in cross moments. */
  readonly correlationShare?: number;
  readonly signal?: AbortSignal;
}

/** Values with a count of their own, how many different ones make a category a text, and how many cohorts one column may cut. */
export const mostCategories = 1000;
const mostDistinct = 10_000;
const mostSegments = 50;
const crossRows = 100_000;
const mostCross = 64;
/** A column in cross moments has a finite value in this share of the reference's rows: rows in which one is missing count for none. */
const nearlyAlways = 0.95;
const columnsPerQuery = 100;
/** Rows that are looked at for columns of too many values before these are counted; the estimate is within a few per cent, so that twice the limit is surely beyond it. */
const firstRows = 100_000;
const surelyMore = 2;

/**
 * Freezes how columns are counted from how they lie in the reference, in two or three scans per hundred columns whatever their number of rows. Numbers are binned about 0, or about a
 * short number in their middle where they lie far from 0; scores within [0, 1] finely at both ends. A category of more than 10,000 values becomes text.
 */
export const proposeSpec = (engine: Engine, relation: PopulationRelation, options: ProposeSpecOptions): Promise<ProfileSpec> =>
  withScannable(engine, relation, (scannable) => propose(engine, scannable, options), options.signal);

const propose = async (engine: Engine, relation: PopulationRelation, options: ProposeSpecOptions): Promise<ProfileSpec> => {
  const { dialect } = engine;
  const wanted = relation.columns.filter(({ role }) => role !== "ignored" && role !== "segment").flatMap((column) => countable(engine, column));
  const { rows, lies } = await lookAt(engine, relation.sql, wanted.filter(({ spec }) => spec.kind === "numeric" || spec.kind === "time"), options.signal);
  const varied = await variedOf(engine, relation.sql, wanted.filter(({ spec }) => spec.kind === "category"), options.signal);
  const drafts = wanted.map((column) => ({ column, spec: varied.has(column) ? asTexts(column.spec) : draft(column, lies.get(column)) }));
  const cuts = relation.columns.filter(({ role }) => role === "segment").map((column) => ({ name: column.name, value: textValue(dialect, dialect.identifier(column.column), column.type) }));
  const named = drafts.filter(({ spec }) => spec.kind === "category").map(({ column, spec }) => ({ name: spec.name, value: spec.kind === column.spec.kind ? column.value : asText(engine, relation, spec.name) }));
  const frequent = await frequentValues(engine, relation.sql, [...named.map((column) => ({ ...column, name: `column ${column.name}` })), ...cuts.map((column) => ({ ...column, name: `cut ${column.name}` }))], options.signal);
  const columns = drafts.map(({ spec }): ColumnSpec => {
    if (spec.kind !== "category") return spec;
    const found = frequent.get(`column ${spec.name}`) ?? { values: [], distinct: 0 };
    return found.distinct > mostDistinct ? asTexts(spec) : { ...spec, categories: found.values };
  });
  const finite = (name: string): number => { const column = wanted.find(({ spec }) => spec.name === name); return column === undefined ? 0 : lies.get(column)?.n ?? 0; };
  return {
    schemaVersion: 1, gamma: gammaOfOnePercent, columns, window: options.window,
    segments: cuts.map(({ name }) => ({ column: name, values: (frequent.get(`cut ${name}`)?.values ?? []).slice(0, mostSegments) })).filter((segment) => segment.values.length > 0),
    blocks: options.blocks, ...proposeJudged(columns, options),
    correlationShare: options.correlationShare ?? (rows <= crossRows ? 1 : Number((crossRows / rows).toPrecision(2))),
    cross: columns.filter(({ kind, role, name }) => kind === "numeric" && (role === "score" || role === "feature") && finite(name) >= nearlyAlways * rows && finite(name) > 0)
      .sort((a, b) => Number(b.role === "score") - Number(a.role === "score")).slice(0, mostCross).map(({ name }) => name),
  };
};

const countable = (engine: Engine, column: PopulationColumn): CountedColumn[] => {
  const found = countedColumn(engine.dialect, { name: column.name, role: column.role, kind: column.kind, binning: null, pivot: null, categories: null }, column);
  return "why" in found ? [] : [found];
};

const asText = (engine: Engine, relation: PopulationRelation, name: string): string => {
  const column = relation.columns.find((candidate) => candidate.name === name);
  return column === undefined ? "NULL" : textValue(engine.dialect, engine.dialect.identifier(column.column), column.type);
};

const draft = ({ spec }: CountedColumn, lie: Lie | undefined): ColumnSpec => {
  if (spec.kind === "text" || spec.kind === "category") return spec;
  // Labels of 0 and 1 are classes, whatever type they were written in.
  if (spec.role === "label" && spec.kind === "numeric" && lie?.other === 0 && lie.n > 0) return { ...spec, kind: "category" };
  const probability = spec.role === "score" && lie !== undefined && lie.min !== null && lie.max !== null && lie.min >= 0 && lie.max <= 1;
  if (probability && spec.kind === "numeric") return { ...spec, binning: "two-tailed", pivot: 0 };
  const integers = spec.kind === "numeric" && lie !== undefined && lie.n > 0 && lie.fraction === 0;
  return { ...spec, binning: "pivot", pivot: lie === undefined ? 0 : choosePivot(lie, spec.kind === "time"), ...(integers ? { integers } : {}) };
};

const asTexts = (spec: ColumnSpec): ColumnSpec => ({ ...spec, kind: "text" });

/** Columns whose first rows differ so much that grouping all of them would be work for nothing. */
const variedOf = async (engine: Engine, from: string, columns: readonly CountedColumn[], signal: AbortSignal | undefined): Promise<Set<CountedColumn>> => {
  const varied = new Set<CountedColumn>();
  for (const group of inGroups(columns, columnsPerQuery)) {
    const [row] = await engine.query(variedQuery(engine.dialect, from, group, firstRows), [], signal);
    group.forEach((column, place) => { if (Number(row?.[`distinct${place}`] ?? 0) > surelyMore * mostDistinct) varied.add(column); });
  }
  return varied;
};

const frequentValues = async (engine: Engine, from: string, columns: readonly { readonly name: string; readonly value: string }[], signal: AbortSignal | undefined): Promise<Map<string, { values: string[]; distinct: number }>> => {
  const frequent = new Map<string, { values: string[]; distinct: number }>();
  for (const group of inGroups(columns, columnsPerQuery)) {
    for (const row of await engine.query(frequentQuery(from, group, mostCategories), [], signal)) {
      const name = group[Number(row["column"])]?.name ?? "";
      const found = frequent.get(name) ?? { values: [], distinct: Number(row["distinct"]) };
      found.values.push(String(row["value"]));
      frequent.set(name, found);
    }
  }
  return frequent;
};
