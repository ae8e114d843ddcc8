import type { Finding } from "../../core/domain/finding.ts";
import type { QualityResult } from "../../core/domain/quality.ts";
import { countOf } from "../../core/wording/count-of.ts";
import { percent } from "../../core/wording/percent.ts";

/** One finding per rule and side: which rows, since when, whose, and what to do. */
export const qualityFindings = (results: readonly QualityResult[]): Finding[] => results.map((result) => {
  const { environment, rule, verdict, rows, broken, examples, since, reason, action } = result;
  return {
    id: `quality.${rule.dimension}/${rule.id}/${environment}`, check: `quality.${rule.dimension}`,
    subject: { kind: "quality", name: `${rule.column ?? rule.columns?.join(", ") ?? rule.id} on ${environment}`, segment: null },
    verdict, severity: verdict === "pass" ? "info" : rule.severity, mode: "enforce", statement: statementOf(result),
    estimate: rows === 0 ? null : broken / rows, unit: "share of rows", interval: null, margin: rule.allowed === null ? rule.maxShare : null, marginOrigin: rule.origin === "observed" ? "derived" : "agreed",
    n: rows, noiseFloor: null, reason, action, needed: null,
    evidence: { rule: rule.statement, broken, since, rows: examples.map(({ row }) => row).join(", "), owner: rule.owner },
  };
});

const statementOf = ({ environment, rule, verdict, rows, broken, examples, since, reason }: QualityResult): string => {
  if (verdict === "pass") return `On ${environment}, ${rule.statement}`;
  if (verdict === "error") return `Whether ${rule.statement} could not be asked of ${environment}`;
  if (verdict === "inconclusive") return `Whether ${rule.statement} cannot be told of ${environment}: ${reason}`;
  const first = examples.length === 0 ? "" : `, first ${examples.map(({ row, value }) => (value === null ? row : `${row} (${value})`)).join(", ")}`;
  const when = since === null ? "" : `, since ${since}`;
  const whose = rule.owner === null ? "; nobody is named as owner" : `; owner: ${rule.owner}`;
  const counted = countsRows(rule) && broken > 0 ? `${countOf(broken, "row")} of ${rows.toLocaleString("en-US")} (${percent(broken / rows)}) on ${environment} break the rule that ${rule.statement}` : `${environment} breaks the rule that ${rule.statement}: ${reason}`;
  return `${counted}${when}${first}${whose}`;
};

/** Whether what was counted are rows; keys, stretches of time and the table as a whole are told by their reason. */
const countsRows = ({ dimension, keys, bucketSeconds }: QualityResult["rule"]): boolean => !["schema", "rows", "freshness", "provenance"].includes(dimension) && keys === null && bucketSeconds === null;
