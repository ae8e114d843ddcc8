import type { AllowedCount, QualityResult } from "../../core/domain/quality.ts";
import type { Verdict } from "../../core/domain/verdict.ts";
import { countOf } from "../../core/wording/count-of.ts";
import { percent } from "../../core/wording/percent.ts";
import type { CountedRule, QualityContext, UnaskableRule } from "./quality-context.ts";

/** What was counted as a result with its reason, and what to do. */
export const judgeRule = (counted: CountedRule, { environment }: QualityContext): QualityResult => {
  const { rule, rows, broken, since, examples, detail } = counted;
  const { verdict, reason } = reasoned(counted);
  const whose = rule.owner === null ? "whoever makes the data" : rule.owner;
  const observed = rule.origin === "observed" ? "; the bound was only observed, so agree on it with them first" : "";
  const what = rule.column ?? (rule.columns === null || rule.columns.length === 0 ? "the data" : rule.columns.slice(0, 4).join(", "));
  const action = verdict === "pass" ? "nothing to do"
    : verdict === "inconclusive" ? `ask ${whose} for data that hold values of ${what}`
    : `ask ${whose} to mend ${what} where ${environment} writes it${since === null ? "" : `, from ${isoOf(since)} on`}, or to change the contract${observed}`;
  return { environment, rule, verdict, rows, broken, examples, since: since === null ? null : isoOf(since), reason: detail === null ? reason : `${reason}; ${detail}`, action };
};

/** A rule that could not be asked is an error, never a pass. */
export const judgeUnaskable = ({ rule, why }: UnaskableRule, rows: number, { environment }: QualityContext): QualityResult => ({
  environment, rule, verdict: "error", rows, broken: 0, examples: [], since: null, reason: `the rule could not be asked: ${why}`, action: `mend the rule in the contract${rule.owner === null ? "" : ` with ${rule.owner}`}, or the data that lack what it names`,
});

const isoOf = (seconds: number): string => new Date(seconds * 1000).toISOString();

const reasoned = ({ rule, rows, held, broken, holds }: CountedRule): { readonly verdict: Verdict; readonly reason: string } => {
  const told = (kept: boolean, reason: string) => ({ verdict: kept ? ("pass" as const) : ("fail" as const), reason });
  if (holds === false) return told(false, rule.dimension === "type" ? `${countOf(broken, "value")} of ${held.toLocaleString("en-US")} break it` : "it does not hold");
  if (rule.dimension === "rows" && rule.allowed !== null && !isAllowed(rule.allowed, broken, rows)) return told(false, `${boundsWords(rule.allowed)} rows are allowed`);
  if (rows === 0) return { verdict: "inconclusive", reason: "there are no rows, and no evidence is no pass" };
  if (holds === null) return { verdict: "inconclusive", reason: "it cannot be told" };
  if (holds === true) return told(true, "it holds");
  if (held === 0) return { verdict: "inconclusive", reason: "no row has a value that could be held against it" };
  const share = broken / held;
  const counts = `${broken === 0 ? "none" : broken.toLocaleString("en-US")} of ${held.toLocaleString("en-US")} break it (${percent(share)})`;
  if (rule.allowed !== null) return told(isAllowed(rule.allowed, broken, rows), rule.dimension === "rows" ? `${boundsWords(rule.allowed)} rows are allowed` : `${counts}, ${boundsWords(rule.allowed)} are allowed`);
  return told(share <= rule.maxShare, `${counts}, ${rule.maxShare === 0 ? "none may" : `${percent(rule.maxShare)} may`}`);
};

/** Whether a count lies where the contract wants it. */
const isAllowed = ({ unit, low, lowIncluded, high, highIncluded, outside }: AllowedCount, count: number, rows: number): boolean => {
  const value = unit === "rows" ? count : (100 * count) / rows;
  const inside = (low === null || (lowIncluded ? value >= low : value > low)) && (high === null || (highIncluded ? value <= high : value < high));
  return outside ? !inside : inside;
};

/** `less than 5`, `from 100 to 120`, `other than 0 %`. */
const boundsWords = ({ unit, low, lowIncluded, high, highIncluded, outside }: AllowedCount): string => {
  const of = (value: number): string => `${value.toLocaleString("en-US", { maximumFractionDigits: 6 })}${unit === "percent" ? " %" : ""}`;
  const inside = low !== null && high !== null ? (low === high ? `exactly ${of(low)}` : `from ${of(low)} to ${of(high)}`)
    : low !== null ? `${lowIncluded ? "at least" : "more than"} ${of(low)}` : high !== null ? `${highIncluded ? "at most" : "fewer than"} ${of(high)}` : "any number of";
  return outside ? `all but ${inside}` : inside;
};
