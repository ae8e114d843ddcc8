import type { Run } from "../../core/domain/run.ts";
import { overridesOf, overrideWords, sinceWords, standInWords } from "../wording/agreed-words.ts";
import { agreementFacts, manifestWords } from "../wording/agreement-facts.ts";
import { standingWords, weightLabel } from "../wording/difference-words.ts";
import { formatEffect } from "../wording/format-effect.ts";
import { reportedNumbers, reportedWords } from "../wording/reported-words.ts";
import { disturbedWords, exampleWords, stageAmount, stageState, stageStates, traceWords } from "../wording/stage-words.ts";
import { throughWords } from "../wording/through-words.ts";
import { verdictWords } from "../wording/verdict-words.ts";
import type { ShownEnvironments } from "./cut-run.ts";
import { escapeHtml } from "./escape-html.ts";

/** Readers without JavaScript get the worst; the page with it has the rest. */
const mostDifferences = 100;

const list = (title: string, entries: readonly string[]): string => (entries.length === 0 ? "" : `<h2>${escapeHtml(title)}</h2><ul>${entries.map((entry) => `<li>${escapeHtml(entry)}</li>`).join("")}</ul>`);

const sign = (verdict: keyof typeof verdictWords): string => `${verdictWords[verdict].symbol} ${verdictWords[verdict].word}`;

/** Right under the verdict: whose answers stood in, which differences are intended until when, what changed since an earlier run. */
export const plainAgreement = (run: Run): string => {
  const standIn = standInWords(run);
  const since = sinceWords(run);
  return [
    standIn === null ? "" : `<p><strong>Baseline:</strong> ${escapeHtml(standIn)}.</p>`,
    list("Overrides in force", overridesOf(run).map(overrideWords)),
    since === null ? "" : `<p>${escapeHtml(since)}.</p>`,
  ].join("\n");
};

/** Where the sides part, what the environments are, budgets, cases, reported metrics, and what was agreed. */
export const plainMeasured = (run: Run, { differences, counts }: ShownEnvironments): string => {
  const { trace, agreement } = run;
  const walk = trace === null ? null : traceWords(run);
  const disturbed = trace === null ? null : disturbedWords(trace);
  return [
    walk === null ? "" : `<h2>Where the sides part</h2><p>${escapeHtml(walk)}</p>${disturbed === null ? "" : `<p>${escapeHtml(disturbed)}</p>`}`,
    trace === null ? "" : list("Stages", trace.stages.map((stage) => [`${stageStates[stageState(stage, trace)].symbol} ${stage.stage}: ${stageStates[stageState(stage, trace)].word}, ${stageAmount(stage, run)}`, exampleWords(stage, run), stage.note].filter((part) => part !== null).join("; "))),
    list(`What the environments are: ${counts}`, differences.filter(({ quiet }) => quiet === null).slice(0, mostDifferences).map((difference) => `${weightLabel(difference)}: ${difference.title}: ${difference.reference} → ${difference.candidate} (${standingWords(difference)})`)),
    list("Budgets", run.budgets.map(({ environment, budget, limit, measured, unit, verdict }) => `${sign(verdict)}: ${budget} of ${environment}: ${formatEffect(measured, unit)}, allowed ≤ ${formatEffect(limit, unit)}`)),
    list("Preprocessing cases", run.cases.map(({ through, verdict, statement }) => `${sign(verdict)}: ${statement} (${throughWords(through)})`)),
    list("Reported metrics", run.reported.map((metric) => `${metric.metric} of ${metric.environment}: reported ${reportedNumbers(metric).reported}, recomputed ${reportedNumbers(metric).recomputed}; ${reportedWords(metric)}`)),
    agreement === null ? "" : list("What was agreed", [`Manifest: ${manifestWords(agreement)}`, ...agreementFacts(agreement).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`])), ...agreement.artifacts.map(({ group, path, digest }) => `${group}: ${path} ${digest}`)]),
  ].join("\n");
};
