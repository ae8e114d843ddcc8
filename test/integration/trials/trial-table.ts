import { cpus } from "node:os";
import { shortNumber } from "../../../src/core/wording/short-number.ts";
import { mismatches, verdictOf } from "./as-expected.ts";
import type { Outcome } from "./run-trial.ts";
import type { Expectation, Side, Trial } from "./trial.ts";

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

const fastapiWords = (side: Extract<Side, { kind: "fastapi" }>): string => {
  const switches = Object.entries(side.env ?? {}).map(([name, value]) => `${name}=${value}`);
  const trained = side.trainedWith !== undefined && side.trainedWith !== side.environment ? `, pickled by ${side.trainedWith}` : "";
  return `FastAPI${side.batch === true ? " (batch)" : ""}, ${side.model} on ${side.environment}${trained}${switches.length > 0 ? `, ${switches.join(" ")}` : ""}`;
};

/** What an environment of a trial was, in words. */
export const sideWords = (side: Side): string => {
  switch (side.kind) {
    case "fastapi":
      return fastapiWords(side);
    case "mlserver":
      return `MLServer, ${side.model}, inputs ${side.inputs}${side.probabilities ? ", predict_proba" : ""}`;
    case "mlflow":
      return `mlflow models serve, ${side.model}`;
    case "replicas":
      return `${side.replicas.length} replicas (${side.replicas.map(({ model }) => model).join(", ")}), ${side.header ? "x-replica header" : "no header"}`;
  }
};

const expectedWords = ({ verdict, patterns }: Expectation): string =>
  `${verdict ?? "find out"}${patterns === null ? "" : patterns.length === 0 ? ", no pattern" : `, ${patterns.join(" or ")}`}`;

const patternWords = (outcome: Outcome): string => outcome.run?.patterns.map(({ code }) => code).filter((code, index, all) => all.indexOf(code) === index).join(", ") || "—";

/** Per output that may differ: the smallest tolerance that would have passed, and the noise floor subtracted. */
const numberWords = (outcome: Outcome): { readonly smallest: string; readonly floor: string } => {
  if (outcome.run === null) return { smallest: "—", floor: "—" };
  const scores = outcome.run.outputs.filter(({ smallestTolerance }) => smallestTolerance !== null);
  const worst = scores.toSorted((a, b) => (b.smallestTolerance ?? 0) - (a.smallestTolerance ?? 0))[0];
  const floors = outcome.run.findings.map(({ noiseFloor }) => noiseFloor).filter((floor) => floor !== null);
  return {
    smallest: worst === undefined ? "—" : `${shortNumber(worst.smallestTolerance ?? 0)} (${worst.output})`,
    floor: floors.length === 0 ? "—" : shortNumber(Math.max(...floors)),
  };
};

export interface Ran {
  readonly trial: Trial;
  readonly outcome: Outcome;
}

const row = ({ trial, outcome }: Ran): string => {
  const { smallest, floor } = numberWords(outcome);
  const missed = mismatches(trial.expected, outcome);
  const match = trial.expected.verdict === null ? "found out" : missed.length === 0 ? (verdictOf(outcome) === trial.expected.verdict ? "yes" : "yes for the answers; latency warned") : `**no**: ${missed.join("; ")}`;
  return `| ${[trial.title, expectedWords(trial.expected), verdictOf(outcome), patternWords(outcome), match, outcome.firstLine, smallest, floor, String(outcome.exitCode)].map(cell).join(" | ")} |`;
};

const detail = ({ trial, outcome }: Ran): string =>
  [
    `### ${trial.title}`,
    "",
    `- reference: ${sideWords(trial.reference)}`,
    `- candidate: ${sideWords(trial.candidate)}`,
    ...(outcome.kernels === null ? [] : [`- in force in the candidate: ${outcome.kernels}`]),
    `- expected ${expectedWords(trial.expected)}: ${trial.expected.why}`,
    ...(outcome.notStarted === null ? [] : [`- the candidate did not start: \`${outcome.notStarted}\``]),
    ...(outcome.run?.patterns ?? []).map((pattern) => `- ${pattern.code}${pattern.output === null ? "" : ` in \`${pattern.output}\``}: ${pattern.statement}${pattern.rows === null ? "" : ` (${pattern.rows})`}; first suspect: ${pattern.suspects[0]?.cause ?? "none"}`),
    ...(trial.lesson === undefined ? [] : [`- learnt: ${trial.lesson.learnt}`]),
    "",
  ].join("\n");

/** docs/trials.md: what was expected, what came out, and with what. */
export const trialTable = (ran: readonly Ran[], facts: readonly string[]): string =>
  [
    "# Trials",
    "",
    "Real model servers, one thing changed at a time, checked by the real command line. What was expected of each trial was written and",
    "committed before its first check (`test/integration/trials/trials.ts`); those marked *find out* had been asked a row by hand before. A pass counts as",
    "expected when only latency warned, and says so. This file is generated: `node test/integration/trials/main.ts --write`.",
    "",
    ...facts.map((fact) => `- ${fact}`),
    `- machine: ${process.platform} ${process.arch}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown CPU"}, Node ${process.versions.node}`,
    "",
    "*Smallest tolerance* is the absolute tolerance under which the output would just have passed, of the output that needs the largest. *Noise*",
    "is the largest share of pairs in which the reference disagreed with itself.",
    "",
    "| trial | expected | verdict | patterns named | as expected | first line a user reads | smallest tolerance | noise | exit |",
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ...ran.map(row),
    "",
    "## Each trial",
    "",
    ...ran.map(detail),
  ].join("\n");
