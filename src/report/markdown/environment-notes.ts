import type { Run } from "../../core/domain/run.ts";
import { shownDifference, toldDifferences } from "../environment/shown-difference.ts";
import { differenceCounts, quietReasons, standingWords, weightLabel } from "../wording/difference-words.ts";
import { formatPlural } from "../wording/format-number.ts";
import { disturbedWords, exampleWords, relativeWords, stageAmount, stageState, stageStates } from "../wording/stage-words.ts";
import { md } from "./md-text.ts";

const traceNotes = (run: Run, most: number): string[] => {
  const { trace } = run;
  if (trace === null) return [];
  if (trace.skipped !== null) return [`Stages were not traced: ${md(trace.skipped)}.`, ""];
  if (trace.stages.length === 0) return [];
  const disturbed = disturbedWords(trace);
  return [
    "### Where the sides part", "",
    trace.stages.slice(0, most).map((stage) => {
      const state = stageState(stage, trace);
      return `${stageStates[state].symbol} ${state === "first" ? `**${md(stage.stage)}**` : md(stage.stage)}`;
    }).join(" → ") + (trace.firstDivergent === null ? " → **the model, or what follows it**" : ""), "",
    ...(disturbed === null ? [] : [`The trace disturbs: ${md(disturbed)}.`, ""]),
    "| stage | state | rows | largest difference | example |", "| --- | --- | --- | ---: | --- |",
    ...trace.stages.slice(0, most).map((stage) => {
      const state = stageState(stage, trace);
      return `| ${md(stage.stage)} | ${stageStates[state].symbol} ${stageStates[state].word} | ${md(stageAmount(stage, run))} | ${relativeWords(stage)} | ${md([exampleWords(stage, run), stage.note].filter((part) => part !== null).join("; "))} |`;
    }),
    ...(trace.stages.length > most ? ["", `${formatPlural(trace.stages.length - most, "more stage")} in the report.`] : []), "",
  ];
};

const differenceNotes = (run: Run, most: number): string[] => {
  if (run.differences.length === 0) return [];
  const told = toldDifferences(run);
  const { reference, candidate } = run.environments;
  const reasons = quietReasons(run.differences);
  return [
    `<details><summary>What the environments are: ${differenceCounts(run.differences)}</summary>`, "",
    ...(told.length === 0 ? [] : [
      `| weight | what | ${md(reference.name)} | ${md(candidate.name)} | what it can do |`, "| --- | --- | --- | --- | --- |",
      ...told.slice(0, most).map((difference) => {
        const shown = shownDifference(difference);
        return `| ${weightLabel(difference)} | ${md(shown.title)} | ${md(shown.reference)} | ${md(shown.candidate)} | ${md(standingWords(difference))} |`;
      }), "",
      ...(told.length > most ? [`${formatPlural(told.length - most, "more difference")} in the report.`, ""] : []),
    ]),
    ...(reasons.length === 0 ? [] : ["Harmless:", "", ...reasons.slice(0, most).map(([reason, count]) => `- ${count}: ${md(reason)}`), ""]),
    "</details>", "",
  ];
};

/** Where the sides part, and what differs between the environments. */
export const environmentNotes = (run: Run, most: number): string[] => [...traceNotes(run, most), ...differenceNotes(run, most)];
