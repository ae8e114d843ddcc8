import type { z } from "zod";
import type { Feature } from "../../core/domain/manifest.ts";
import { QualityRule, type QualityContract } from "../../core/domain/quality.ts";

/** The features of a manifest as a contract: each must be there, and what is said of its type, its nulls, its categories and its bounds must hold. */
export const contractOfFeatures = (features: readonly z.infer<typeof Feature>[], from: { readonly name: string; readonly source: string; readonly owner: string | null }): QualityContract => ({
  name: from.name, version: null, source: from.source, owner: from.owner, notRead: [],
  rules: features.flatMap(({ name, dtype, nullable, categories, minimum, maximum }) => {
    const rule = (dimension: QualityRule["dimension"], statement: string, over: Partial<QualityRule> = {}): QualityRule => QualityRule.parse({ id: `${name} ${dimension}`, dimension, column: name, statement, ...over });
    return [
      rule("schema", `there is a column ${name}`, { severity: "critical" }),
      ...(dtype === undefined ? [] : [rule("type", `${name} is of the type ${dtype}`, { type: dtype })]),
      ...(nullable === false ? [rule("null", `${name} has a value`)] : []),
      ...(categories === undefined ? [] : [rule("category", `${name} is one of ${categories.length > 8 ? `${categories.length} categories` : categories.join(", ")}`, { values: categories.map(String) })]),
      ...(minimum === undefined && maximum === undefined ? [] : [rule("range", `${name} is ${[...(minimum === undefined ? [] : [`at least ${minimum}`]), ...(maximum === undefined ? [] : [`at most ${maximum}`])].join(" and ")}`, { minimum: minimum ?? null, maximum: maximum ?? null })]),
    ];
  }),
});
