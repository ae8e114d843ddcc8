import type { Finding } from "../domain/finding.ts";
import type { PopulationComparison } from "../domain/population-comparison.ts";
import type { Verdict } from "../domain/verdict.ts";
import { countOf } from "../wording/count-of.ts";
import { leadingFinding } from "./headline.ts";

export interface PopulationHeadlineInput {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly population: Pick<PopulationComparison, "shifts" | "metrics" | "fairness" | "quality"> & { readonly reference: { readonly name: string; readonly rows: number }; readonly candidate: { readonly name: string; readonly rows: number } };
}

/** What two populations showed, in one sentence that an executive understands: effect first, then what else, and on how much it rests. */
export const headlinePopulation = ({ verdict, findings, population }: PopulationHeadlineInput): string => {
  const { reference, candidate } = population;
  const on = `${countOf(candidate.rows, "prediction")} against ${candidate.rows === reference.rows ? "as many" : reference.rows.toLocaleString("en-US")}`;
  const leading = leadingOf(findings, verdict);
  const said = clauseOf(leading?.statement ?? "nothing could be judged", verdict === "inconclusive" ? 0 : longest);
  const others = findings.filter((finding) => finding !== leading && finding.subject.segment === null && finding.verdict === leading?.verdict && finding.mode === leading.mode).length;
  const more = others === 0 ? "" : `, and ${countOf(others, "other thing")} ${others === 1 ? "does" : "do"} not agree either`;
  switch (verdict) {
    case "pass":
      return `${candidate.name} is like ${reference.name} in ${seen(population)} (${on}).${unlabelled(findings)}`;
    case "warn":
      return `${candidate.name} gives what ${reference.name} gave, with ${countOf(findings.filter(({ mode, verdict: found }) => mode !== "observe" && found !== "pass").length, "warning")}: ${said} (${on}).`;
    case "fail":
      return leading?.subject.kind === "quality" ? `Data were kept out: ${said}${others === 0 ? "" : `, and ${countOf(others, "other rule")} ${others === 1 ? "is" : "are"} broken`}.` : `${candidate.name} is not like ${reference.name}: ${said}${more} (${on}).`;
    case "inconclusive":
      return `There is not enough evidence to say whether ${candidate.name} is like ${reference.name}: ${said}; ${clauseOf(leading?.reason ?? "no column could be compared", 0)} (${on}).`;
    case "error":
      return `${candidate.name} could not be compared with ${reference.name}: ${said}; ${leading?.reason ?? ""}.`;
  }
};

/** Characters of a statement that still make one line with what is around it. */
const longest = 160;

/** An executive reads one line: of a longer text, its first clause. The findings have the rest. */
const clauseOf = (text: string, most: number): string => (text.length <= most ? text : (text.split("; ", 1)[0] ?? text));

/** What decides is an enforced finding of the run's own verdict; warnings may come from findings that failed and only warn. */
const leadingOf = (findings: readonly Finding[], verdict: Verdict): Finding | undefined =>
  verdict !== "warn" ? leadingWhole(findings.filter(({ mode }) => mode === "enforce"), verdict) : (leadingWhole(findings, "fail") ?? leadingWhole(findings, "warn") ?? leadingWhole(findings, "inconclusive"));

/** What holds for everybody goes before what holds for a segment, which is often further apart only because it is smaller. */
const leadingWhole = (findings: readonly Finding[], verdict: Verdict): Finding | undefined =>
  leadingFinding(findings.filter(({ subject }) => subject.segment === null), verdict) ?? leadingFinding(findings, verdict);

/** A pass without labels says nothing of how right anybody is, and whoever reads one sentence must know it. */
const unlabelled = (findings: readonly Finding[]): string => (findings.some(({ id, n }) => id === "population.performance:labels" && n === 0) ? " There are no labels, so nothing is said of how right the predictions are." : "");

const seen = ({ shifts, metrics, fairness }: PopulationHeadlineInput["population"]): string => {
  const whole = shifts.filter(({ segment }) => segment === null);
  const untold = new Set(whole.filter(({ verdict }) => verdict !== "pass").map(({ column }) => column));
  const columns = new Set(whole.map(({ column }) => column).filter((column) => !untold.has(column))).size;
  const rest = untold.size === 0 ? "" : ` (${countOf(untold.size, "more column")} could not be told)`;
  return [columns === 0 ? "" : `${countOf(columns, "column")}${rest}`, metrics.length === 0 ? "" : countOf(metrics.filter(({ segment }) => segment === null).length, "measure"), fairness.length === 0 ? "" : "fairness"].filter((part) => part !== "").join(", ") || "nothing that was looked at";
};
