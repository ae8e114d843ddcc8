import type { PopulationRelation } from "../../core/domain/population.ts";
import type { QualityResult } from "../../core/domain/quality.ts";
import type { Dialect } from "../../core/sql/dialect.ts";
import type { Engine } from "../../ports/engine.ts";
import { flagged } from "./count-broken.ts";
import { mostExamples, type QualityContext } from "./quality-context.ts";
import type { RowRule } from "./rule-sql.ts";

/** As many rules are asked for their rows at once. */
const mostAtOnce = 50;

/** How a row is found again: its id, where it was read from, or else its position from 1. Never a column that is kept private. */
export const placeSql = (relation: PopulationRelation, position: string, hidden: ReadonlySet<string>, { identifier, text }: Dialect): string => {
  const parts = (["id", "source_ref"] as const).filter((name) => relation.standard.includes(name) && !hidden.has(name)).map((name) => text(identifier(name)));
  return `coalesce(${[...parts, `'row ' || ${text(position)}`].join(", ")})`;
};

/** The first rows that break each rule, in the order of the log, by the rule's id. A value is null where its column is private, or null itself. */
export const firstRows = async (engine: Engine, relation: PopulationRelation, rules: readonly RowRule[], hidden: ReadonlySet<string>, { signal }: QualityContext): Promise<ReadonlyMap<string, QualityResult["examples"]>> => {
  const found = new Map<string, QualityResult["examples"]>();
  for (let at = 0; at < rules.length; at += mostAtOnce) {
    const asked = rules.slice(at, at + mostAtOnce);
    const [row = {}] = await engine.query(firstRowsSql(engine.dialect, relation, asked, hidden), [], signal);
    for (const [index, { rule }] of asked.entries()) {
      const text = row[`e${index}`];
      if (typeof text === "string") found.set(rule.id, (JSON.parse(text) as { place: string; value: string | null }[]).map(({ place, value }) => ({ row: place, value: value === null ? null : value.slice(0, 120) })));
    }
  }
  return found;
};

const firstRowsSql = (dialect: Dialect, relation: PopulationRelation, rules: readonly RowRule[], hidden: ReadonlySet<string>): string => {
  const { from, brokenOf } = flagged(relation, rules, dialect.identifier);
  const position = dialect.identifier("lockstep position");
  const place = placeSql(relation, position, hidden, dialect);
  const examples = rules.map((rule, index) => {
    const value = isHidden(rule, hidden) ? "NULL::VARCHAR" : rule.value;
    return `CAST(to_json(arg_min({'place': ${place}, 'value': ${value}}, CASE WHEN ${brokenOf(rule)} THEN ${position} END, ${mostExamples})) AS VARCHAR) AS e${index}`;
  });
  return `SELECT ${examples.join(", ")} FROM (SELECT *, row_number() OVER () AS ${position} FROM ${from})`;
};

const isHidden = ({ rule }: RowRule, hidden: ReadonlySet<string>): boolean => rule.private || [rule.column, ...(rule.columns ?? [])].some((name) => name !== null && hidden.has(name));
