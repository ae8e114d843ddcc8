import { asDeclared } from "../../checks/quality/as-declared.ts";
import { consistencySql } from "../../checks/quality/consistency.ts";
import { flagged } from "../../checks/quality/count-broken.ts";
import { placeSql } from "../../checks/quality/first-rows.ts";
import { hiddenColumns } from "../../checks/quality/hidden-columns.ts";
import type { QualityContext } from "../../checks/quality/quality-context.ts";
import { rowRule } from "../../checks/quality/row-rule.ts";
import type { PopulationRelation } from "../../core/domain/population.ts";
import type { QualityContract, QualityResult } from "../../core/domain/quality.ts";
import type { Engine } from "../../ports/engine.ts";

/** Every row that breaks a failed rule about rows, by its place and the rule, as CSV; never a value. Rules about the whole table name no rows. */
export const quarantineList = async (engine: Engine, population: PopulationRelation, contract: QualityContract, results: readonly QualityResult[], { signal }: QualityContext): Promise<{ readonly text: string; readonly rows: number }> => {
  const relation = await asDeclared(engine, population);
  const { dialect } = engine;
  const hidden = hiddenColumns(contract.rules, relation);
  const position = dialect.identifier("lockstep position");
  const lines: string[] = [];
  for (const { rule, verdict } of results) {
    if (verdict !== "fail") continue;
    const spelled = rule.dimension === "consistency" ? await consistencySql(engine, rule, relation) : rowRule(rule, relation, dialect);
    if (typeof spelled === "string") continue;
    const { from, brokenOf } = flagged(relation, [spelled], dialect.identifier);
    const rows = await engine.query(`SELECT ${placeSql(relation, position, hidden, dialect)} AS place FROM (SELECT *, row_number() OVER () AS ${position} FROM ${from}) WHERE ${brokenOf(spelled)} ORDER BY ${position}`, [], signal);
    for (const row of rows) lines.push(`${csv(String(row["place"]))},${csv(rule.id)},${csv(rule.dimension)},${csv(rule.column ?? "")}`);
  }
  return { text: `${["row,rule,dimension,column", ...lines].join("\n")}\n`, rows: lines.length };
};

const csv = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
