import type { PopulationRelation } from "../../core/domain/population.ts";
import type { QualityContract, QualityResult, QualityRule } from "../../core/domain/quality.ts";
import type { Engine } from "../../ports/engine.ts";
import { asDeclared } from "./as-declared.ts";
import { countCell } from "./cells.ts";
import { consistencySql } from "./consistency.ts";
import { countBroken } from "./count-broken.ts";
import { firstRows } from "./first-rows.ts";
import { hiddenColumns } from "./hidden-columns.ts";
import { judgeRule, judgeUnaskable } from "./judge-rule.ts";
import type { CountedRule, QualityContext, UnaskableRule } from "./quality-context.ts";
import { rowRule } from "./row-rule.ts";
import type { RowRule } from "./rule-sql.ts";
import { askWhole, isWhole } from "./whole-rule.ts";

/** Where more rules than this are broken, the first rows of the others are not looked up: it takes a scan each, and a hundred are enough to begin with. */
const mostLookedUp = 100;

/**
 * Holds a side against a contract: one result per rule, in the contract's order. All rules about rows are counted together; only for those
 * that were broken are their first rows looked up. Rejects with what the engine rejects with when the data themselves cannot be read.
 */
export const runQuality = async (engine: Engine, population: PopulationRelation, contract: QualityContract, context: QualityContext): Promise<QualityResult[]> => {
  const relation = await asDeclared(engine, population);
  const rules = contract.rules.map((rule) => ({ ...rule, owner: rule.owner ?? contract.owner }));
  const hidden = hiddenColumns(rules, relation);
  const rows = countCell((await engine.query(`SELECT count(*) AS n FROM ${relation.sql}`, [], context.signal))[0]?.["n"]);
  const answers = new Map<string, CountedRule | UnaskableRule>();
  const spelled: RowRule[] = [];
  const twice = repeatedIds(rules);
  for (const rule of rules) {
    if (twice.has(rule)) continue;
    const sql = isWhole(rule) ? null : rule.dimension === "consistency" ? await consistencySql(engine, rule, relation) : rowRule(rule, relation, engine.dialect);
    if (sql === null) answers.set(rule.id, await askWhole(rule, { engine, relation, rows, hidden, context }));
    else if (typeof sql === "string") answers.set(rule.id, { rule, why: sql });
    else spelled.push(sql);
  }
  // Rules of one column stand together, so that a wide table's columns are each read once.
  const ordered = spelled.toSorted((a, b) => (columnKey(a.rule) < columnKey(b.rule) ? -1 : columnKey(a.rule) > columnKey(b.rule) ? 1 : 0));
  for (const counted of await countBroken(engine, relation, ordered, context)) answers.set(counted.rule.id, counted);
  const broken = ordered.filter(({ rule }) => { const counted = answers.get(rule.id); return counted !== undefined && "broken" in counted && counted.broken > 0; });
  const examples = await firstRows(engine, relation, broken.slice(0, mostLookedUp), hidden, context);
  return rules.map((rule) => {
    const answer = (twice.has(rule) ? undefined : answers.get(rule.id)) ?? { rule, why: `another rule has the id ${rule.id} already` };
    return "why" in answer ? judgeUnaskable({ ...answer, rule }, rows, context) : judgeRule({ ...answer, examples: examples.get(rule.id) ?? answer.examples }, context);
  });
};

/** Rules whose id an earlier one has: what was counted for one of them must not be taken for the other's. */
const repeatedIds = (rules: readonly QualityRule[]): ReadonlySet<QualityRule> => {
  const seen = new Set<string>();
  return new Set(rules.filter(({ id }) => seen.has(id) || seen.add(id) === undefined));
};

const columnKey = ({ column, columns }: QualityRule): string => column ?? columns?.[0] ?? "";
