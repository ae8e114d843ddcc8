import type { QualityRule } from "../../core/domain/quality.ts";
import type { CountedRule, UnaskableRule } from "./quality-context.ts";

/** How many rows there are, against the rule's smallest and largest count. */
export const askRows = (rule: QualityRule, rows: number): CountedRule | UnaskableRule => {
  const { minimum, maximum, allowed } = rule;
  if (minimum === null && maximum === null && allowed === null) return { rule, why: "the rule says neither how few nor how many rows there may be" };
  const detail = `there are ${rows.toLocaleString("en-US")} rows`;
  // With bounds of its own the count itself is what is held against them.
  if (allowed !== null) return { rule, rows, held: rows, broken: rows, since: null, examples: [], detail };
  const holds = (minimum === null || rows >= Number(minimum)) && (maximum === null || rows <= Number(maximum));
  return { rule, rows, held: rows, broken: holds ? 0 : rows, since: null, examples: [], detail, holds };
};
