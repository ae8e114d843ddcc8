import type { QualityRule } from "../../core/domain/quality.ts";
import { askBuckets } from "./buckets.ts";
import { askFreshness } from "./freshness.ts";
import { askKeys } from "./keys.ts";
import { askProvenance } from "./provenance.ts";
import type { CountedRule, UnaskableRule, WholeAsked } from "./quality-context.ts";
import { askRows } from "./rows.ts";
import { askSchema } from "./schema.ts";
import { countRepeats } from "./uniqueness.ts";

/** Whether a rule is about the whole table, and not about single rows. */
export const isWhole = ({ dimension, keys, bucketSeconds }: QualityRule): boolean =>
  dimension === "schema" || dimension === "rows" || dimension === "uniqueness" || dimension === "freshness" || dimension === "provenance" || (dimension === "completeness" && (keys !== null || bucketSeconds !== null));

/** Asks one rule about the whole. */
export const askWhole = async (rule: QualityRule, asked: WholeAsked): Promise<CountedRule | UnaskableRule> => {
  const { engine, relation, rows, hidden, context } = asked;
  switch (rule.dimension) {
    case "schema": return askSchema(rule, relation, rows, engine.dialect);
    case "rows": return askRows(rule, rows);
    case "uniqueness": return countRepeats(engine, rule, relation, hidden, context);
    case "freshness": return askFreshness(rule, asked);
    case "provenance": return askProvenance(rule, rows, context);
    default: return rule.keys === null ? askBuckets(rule, asked) : askKeys(rule, asked);
  }
};
