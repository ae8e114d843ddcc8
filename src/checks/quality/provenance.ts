import type { QualityRule } from "../../core/domain/quality.ts";
import type { CountedRule, QualityContext, UnaskableRule } from "./quality-context.ts";

/** Whether the data are one of those allowed, by digest or by where they came from; nothing stated is nothing told. */
export const askProvenance = (rule: QualityRule, rows: number, { digest, sources }: QualityContext): CountedRule | UnaskableRule => {
  if (rule.digests === null || rule.digests.length === 0) return { rule, why: "the rule allows no digest and no source" };
  const plain = (text: string): string => text.replace(/^sha256:/, "");
  const allowed = new Set(rule.digests.map(plain));
  const stated = [...(digest === null ? [] : [digest]), ...sources];
  const byDigest = digest !== null && allowed.has(plain(digest));
  const holds = stated.length === 0 ? null : byDigest || (sources.length > 0 && sources.every((source) => allowed.has(source)));
  return { rule, rows, held: rows, broken: holds === false ? rows : 0, since: null, examples: [], detail: stated.length === 0 ? "the data state neither digest nor source" : `the data are ${stated.join(", ")}`, holds };
};
