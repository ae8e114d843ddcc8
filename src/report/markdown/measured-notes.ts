import type { Run } from "../../core/domain/run.ts";
import { caseGrid } from "../wording/case-grid.ts";
import { formatBytes } from "../wording/format-bytes.ts";
import { formatEffect } from "../wording/format-effect.ts";
import { formatCount, formatNumber, formatPlural, noNumber } from "../wording/format-number.ts";
import { reportedNumbers, reportedWords } from "../wording/reported-words.ts";
import { throughWords } from "../wording/through-words.ts";
import { verdictWords } from "../wording/verdict-words.ts";
import { md } from "./md-text.ts";

const folded = (summary: string, rows: readonly string[], head: readonly string[], most: number): string[] =>
  rows.length === 0 ? [] : [`<details><summary>${summary}</summary>`, "", ...head, ...rows.slice(0, most), ...(rows.length > most ? ["", `${formatPlural(rows.length - most, "more row")} in the report.`] : []), "", "</details>", ""];

const kept = (verdicts: readonly string[]): string => `${verdicts.filter((verdict) => verdict === "pass").length} of ${verdicts.length}`;

/** Budgets and resources, preprocessing cases and reported metrics, each folded away. */
export const measuredNotes = (run: Run, most: number): string[] => {
  const sign = (verdict: keyof typeof verdictWords): string => `${verdictWords[verdict].symbol} ${verdictWords[verdict].word}`;
  const grid = caseGrid(run);
  return [
    ...folded(`Budgets: ${kept(run.budgets.map(({ verdict }) => verdict))} kept`,
      run.budgets.map(({ environment, budget, limit, measured, unit, verdict }) => `| ${sign(verdict)} | ${md(environment)} | ${md(budget)} | ≤ ${formatEffect(limit, unit)} | ${formatEffect(measured, unit)} |`),
      ["| verdict | environment | budget | limit | measured |", "| --- | --- | --- | ---: | ---: |"], most),
    ...folded("Resources used",
      run.resources.map(({ environment, peakMemoryBytes, cpuSeconds, peakGpuMemoryBytes, samples, source }) => `| ${md(environment)} | ${peakMemoryBytes === null ? noNumber : formatBytes(peakMemoryBytes)} | ${cpuSeconds === null ? noNumber : `${formatNumber(cpuSeconds)} s`} | ${peakGpuMemoryBytes === null ? noNumber : formatBytes(peakGpuMemoryBytes)} | ${formatCount(samples)}, ${md(source)} |`),
      ["| environment | peak memory | processor time | peak GPU memory | samples |", "| --- | ---: | ---: | ---: | --- |"], most),
    ...folded(`Preprocessing cases: ${kept(run.cases.map(({ verdict }) => verdict))} outcomes as expected`,
      grid.rows.map(({ name, through, cells }) => `| ${md(name)} | ${md(throughWords(through))} | ${cells.map((cell) => (cell === null ? noNumber : cell.verdict === "pass" ? sign(cell.verdict) : `${sign(cell.verdict)}: ${md(cell.statement)}`)).join(" | ")} |`),
      [`| case | through | ${grid.environments.map(md).join(" | ")} |`, `| --- | --- |${grid.environments.map(() => " --- |").join("")}`], most),
    ...folded("Reported metrics, recomputed",
      run.reported.map((metric) => `| ${md(metric.environment)} | ${md(metric.metric)} | ${reportedNumbers(metric).reported} | ${reportedNumbers(metric).recomputed} | ${md(reportedWords(metric))} | ${formatCount(metric.n)} |`),
      ["| environment | metric | reported | recomputed | | n |", "| --- | --- | ---: | ---: | --- | ---: |"], most),
  ];
};
