import type { Run } from "../../core/domain/run.ts";
import { formatMargin } from "../wording/allowed-zone.ts";
import { decisionWords } from "../wording/decision-words.ts";
import { formatEffect, formatInterval } from "../wording/format-effect.ts";
import { formatCount } from "../wording/format-number.ts";
import { findingMark } from "../wording/finding-mark.ts";
import { isNew } from "../wording/order-findings.ts";
import { subjectWords } from "../wording/subject-words.ts";
import { verdictWords } from "../wording/verdict-words.ts";
import type { CutRun } from "./cut-run.ts";
import { escapeHtml } from "./escape-html.ts";
import { plainCoverage, plainPopulation } from "./plain-population.ts";
import { plainValidation } from "./plain-validation.ts";
import { plainAgreement, plainMeasured } from "./plain-agreed.ts";

const row = (finding: Run["findings"][number], run: Run): string => {
  const mark = [isNew(run, finding) ? "new" : null, findingMark(finding)].filter((part) => part !== null).join(", ");
  const cells = [
    `${verdictWords[finding.verdict].symbol} ${verdictWords[finding.verdict].word}`, `${subjectWords(finding)}${mark === "" ? "" : ` (${mark})`}`, formatEffect(finding.estimate, finding.unit),
    formatInterval(finding.interval, finding.unit), formatMargin(finding), formatCount(finding.n), finding.statement,
  ];
  return `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join("")}</tr>`;
};

const plainFindings = (run: Run): string => `<div class="scroll"><table>
<thead><tr>${["verdict", "what", "effect", "interval", "allowed", "n", "in words"].map((heading) => `<th>${heading}</th>`).join("")}</tr></thead>
<tbody>${run.findings.map((finding) => row(finding, run)).join("\n")}</tbody>
</table></div>`;

/** The report for readers without JavaScript: verdict, what stood in and was intended, what to do, findings, and what was measured. The viewer replaces it. */
export const plainPage = ({ run, environments, population, validation, cuts }: CutRun): string => `
<main class="plain">
<p>${verdictWords[run.verdict].symbol} ${verdictWords[run.verdict].word}</p>
<h1>${escapeHtml(run.headline)}</h1>
${plainAgreement(run)}
<p>${decisionWords[run.decision.action]}: ${escapeHtml(run.decision.reason)}.</p>
<ol>${run.nextActions.map((action) => `<li>${escapeHtml(action)}</li>`).join("")}</ol>
${plainCoverage(run)}
${plainValidation(run, validation)}
${run.validation !== null && run.findings.length === 0 ? "" : plainFindings(run)}
${plainPopulation(run, population)}
${plainMeasured(run, environments)}
${cuts.length === 0 ? "" : `<p>Shown here: ${escapeHtml(cuts.join("; "))}. The run document holds the rest.</p>`}
<p>Run ${escapeHtml(run.id)}, Lockstep ${escapeHtml(run.tool.version)}. Charts and details need JavaScript.</p>
</main>`;
