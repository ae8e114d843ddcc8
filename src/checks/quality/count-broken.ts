import type { PopulationRelation } from "../../core/domain/population.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Engine, Row } from "../../ports/engine.ts";
import { countCell, numberCell } from "./cells.ts";
import type { CountedRule, QualityContext, UnaskableRule } from "./quality-context.ts";
import type { RowRule } from "./rule-sql.ts";

/** An engine plans in the square of what one query asks for: beyond this, further queries over further columns are faster than one over all. */
const mostAtOnce = 150;

/** A condition longer than this (thousands of categories) is made a column of its own, which the engine looks up by hash. */
const longCondition = 2000;

/** A relation that also has the long conditions as columns, and how each rule's condition is then spelled. */
export const flagged = (relation: PopulationRelation, rules: readonly RowRule[], identifier: (name: string) => string): { readonly from: string; readonly brokenOf: (rule: RowRule) => string } => {
  const long = rules.filter(({ broken }) => broken.length > longCondition);
  if (long.length === 0) return { from: relation.sql, brokenOf: ({ broken }) => broken };
  const name = (rule: RowRule): string => identifier(`lockstep broken ${long.indexOf(rule)}`);
  return { from: `(SELECT *, ${long.map((rule) => `${rule.broken} AS ${name(rule)}`).join(", ")} FROM ${relation.sql})`, brokenOf: (rule) => (long.includes(rule) ? name(rule) : rule.broken) };
};

/** The rules' broken rows, with the time of the first; `null` rows: nothing was there. A rule that the engine refuses is found by halving, and told as unaskable. */
export const countBroken = async (engine: Engine, relation: PopulationRelation, rules: readonly RowRule[], { signal, progress }: QualityContext): Promise<readonly (CountedRule | UnaskableRule)[]> => {
  const counted: (CountedRule | UnaskableRule)[] = [];
  for (let at = 0; at < rules.length; at += mostAtOnce) {
    counted.push(...(await countTogether(engine, relation, rules.slice(at, at + mostAtOnce), signal)));
    progress?.(Math.min(at + mostAtOnce, rules.length), rules.length);
  }
  return counted;
};

const countTogether = async (engine: Engine, relation: PopulationRelation, rules: readonly RowRule[], signal?: AbortSignal): Promise<readonly (CountedRule | UnaskableRule)[]> => {
  try {
    const [row = {}] = await engine.query(countSql(engine, relation, rules), [], signal);
    const helds = [...new Set(rules.map(({ held }) => held))];
    return rules.map((rule, index) => readCount(rule, index, row, helds.indexOf(rule.held)));
  } catch (cause) {
    // Memory, disk and damaged files are nobody's rule; neither is an interrupt.
    if (cause instanceof LockstepError || signal?.aborted === true) throw cause;
    const [only] = rules;
    if (only !== undefined && rules.length === 1) return [{ rule: only.rule, why: `the engine refuses it: ${(cause as Error).message.split("\n")[0] ?? ""}` }];
    const half = Math.ceil(rules.length / 2);
    return [...(await countTogether(engine, relation, rules.slice(0, half), signal)), ...(await countTogether(engine, relation, rules.slice(half), signal))];
  }
};

/** `CASE` and not `FILTER`: hundreds of filters are cut out of every chunk one by one. */
const countSql = ({ dialect }: Engine, relation: PopulationRelation, rules: readonly RowRule[]): string => {
  const { from, brokenOf } = flagged(relation, rules, dialect.identifier);
  const timed = relation.standard.includes("ts");
  const counts = rules.flatMap((rule, index) => {
    const broken = brokenOf(rule);
    return [`count(CASE WHEN ${broken} THEN 1 END) AS b${index}`, ...(timed ? [`${dialect.epochSeconds(`min(CASE WHEN ${broken} THEN ${dialect.identifier("ts")} END)`)} AS s${index}`] : [])];
  });
  const helds = [...new Set(rules.map(({ held }) => held))].map((held, index) => `count(CASE WHEN ${held} THEN 1 END) AS h${index}`);
  return `SELECT count(*) AS n, ${[...counts, ...helds].join(", ")} FROM ${from}`;
};

const readCount = ({ rule, wholeColumn }: RowRule, index: number, row: Row, heldAt: number): CountedRule => {
  const held = countCell(row[`h${heldAt}`]);
  const counted = countCell(row[`b${index}`]);
  const whole = wholeColumn && held > 0;
  const detail = !whole ? null : counted === 0 || counted === held ? "the column as a whole is of another type" : "the column as a whole is of another type, because of these";
  return { rule, rows: countCell(row["n"]), held, broken: whole && counted === 0 ? held : counted, since: numberCell(row[`s${index}`]), examples: [], detail, ...(whole ? { holds: false } : {}) };
};
