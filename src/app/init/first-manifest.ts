import { join } from "node:path";
import { schemaLine } from "../manifest/manifest-schema.ts";
import { yamlList, yamlText } from "../manifest/yaml-text.ts";
import type { FolderFacts } from "./look-at-folder.ts";
import { columnsOf, type InitAnswers, labelOf, placeholders } from "./propose.ts";

/** The text of a first manifest: what was answered and found, and as comments what a team usually agrees on next. */
export const firstManifest = (answers: InitAnswers, facts: FolderFacts, folder: string): string => {
  const [reference, candidate] = (["reference", "candidate"] as const).map((side) => splitSide(answers[side], side));
  if (reference === undefined || candidate === undefined) throw new Error("a manifest compares two sides");
  return [
    schemaLine,
    "# What was agreed about this model, and where it runs. All values with where they come from: lockstep config print",
    "version: 1",
    `project: ${yamlText(facts.project)}`,
    "",
    "models:",
    `  ${yamlText(answers.model)}:`,
    ...(facts.models.length === 0 ? [] : ["    # Their digests stand in every run.", `    artifacts: ${yamlList(facts.models)}`]),
    ...(facts.locks.length === 0 ? [] : ["    # What is installed is held against them.", `    locks: ${yamlList(facts.locks)}`]),
    ...(facts.training === null ? [] : ["    # Makes the environment training.", `    training: ${yamlText(facts.training)}`]),
    ...goldenLines(answers, folder),
    "    # Only repeats are random; inputs-like-these: the choice of rows counts too.",
    "    claim: these-inputs",
    "    # Until tolerances are agreed they are measured, and said to be. An agreed one:",
    "    # tolerances:",
    "    #   default: {absolute: 1e-6}",
    "    # Score from which the decision is yes, to count flips apart:",
    "    # decision: {output: score, threshold: 0.5}",
    "    # What every environment must keep by itself:",
    "    # budgets: {latency: {p99: 250ms}, errorRate: 0.1%, memory: 2GiB}",
    "    # A check decides (enforce), at most warns (warn), or is only shown (observe):",
    "    # checks: {latency: warn, segments: observe}",
    "    # What production wrote down, and what is claimed of it; some to begin with: lockstep hypothesis propose BACKTEST --write",
    "    # production: {log: logs, labels: {source: outcomes.csv}}",
    "",
    "environments:",
    ...reference.lines,
    ...(candidate.name === reference.name ? [] : candidate.lines),
    "    # Secrets by reference only:",
    '    # headers: {Authorization: "Bearer env:TOKEN"}',
    "    # What differs on purpose has a name, a reason and an end:",
    "    # overrides:",
    "    #   - name: gpu",
    "    #     reason: production scores on a GPU",
    "    #     allow: [gpu.*, precision.*]",
    '    #     until: "2027-12-31"',
    "",
    "# What lockstep check compares when it is given no names.",
    "compare:",
    `  - reference: ${reference.name}`,
    `    candidate: ${candidate.name}`,
    "",
  ].join("\n");
};

const splitSide = (answer: string, side: "reference" | "candidate"): { readonly name: string; readonly lines: string[] } => {
  const at = answer.indexOf("=");
  const name = answer.slice(0, at);
  const mark = answer === placeholders[side] ? "  # a guess: write the real address" : "";
  return { name, lines: [`  ${name}:`, `    target: ${yamlText(answer.slice(at + 1))}${mark}`] };
};

const goldenLines = ({ golden, key }: InitAnswers, folder: string): string[] => {
  if (golden === null && key === null) return ["    # Inputs that every environment is asked with:", "    # golden: {file: golden.csv, key: id}"];
  const label = golden === null ? null : labelOf(columnsOf(join(folder, golden)));
  return [
    golden === null ? "    # How the rows of the two files belong together." : "    # Inputs that every environment is asked with.",
    "    golden:",
    ...(golden === null ? [] : [`      file: ${yamlText(golden)}`]),
    ...(key === null ? [] : [`      key: ${yamlText(key)}`]),
    ...(label === null ? [] : [`      label: ${yamlText(label)}  # by its name: what really happened; it is not sent`]),
  ];
};
