import { relative, resolve } from "node:path";
import type { Run } from "../../core/domain/run.ts";
import { countOf } from "../../core/wording/count-of.ts";
import { DEFAULT_BATCH_SIZE, DEFAULT_CONCURRENCY, DEFAULT_REPEATS, DEFAULT_TIMEOUT_MS, WARM_UP_CALLS } from "../../work/replay/replay-defaults.ts";
import type { CheckOptions } from "../check/check-options.ts";
import { allowedOutsideShare } from "../../core/judge/defaults.ts";
import { schemaLine } from "./manifest-schema.ts";
import { savedEnvironments, type SavePlaces } from "./saved-environments.ts";
import { yamlComment, yamlList, yamlText } from "./yaml-text.ts";

/**
 * The text of a manifest that says what a first verdict was made with: its inputs, key, outputs, sides and thresholds, and the tolerances it was
 * judged by, from now on as agreed ones, each with how it came about. Reading it back gives the same check.
 */
export const saveManifest = (run: Run, options: CheckOptions, places: SavePlaces): string => {
  const { names, lines: environments } = savedEnvironments(run, options, places);
  return [
    schemaLine,
    ...yamlComment(`What was agreed, as found by a first check on ${run.startedAt.slice(0, 10)} (run ${run.id}): ${run.headline}`, ""),
    "# Read it, change what should be otherwise, and commit it. All values with where they come from: lockstep config print",
    "version: 1",
    "",
    "models:",
    `  ${modelName(run)}:`,
    ...goldenLines(run, options, places),
    ...outputLines(run),
    ...decisionLines(run, options),
    ...toleranceLines(run),
    "    # Share of pairs that may lie outside tolerance after the noise floor is taken off, and of rows that only one side may have.",
    `    maxOutside: ${options.maxOutside ?? allowedOutsideShare}`,
    `    maxUnmatched: ${options.maxUnmatched ?? allowedOutsideShare}`,
    ...(options.maxLatencyRatio === null ? [] : [`    maxLatencyRatio: ${options.maxLatencyRatio}`]),
    ...(options.claim === "these-inputs" ? [] : [`    claim: ${options.claim}`]),
    "",
    ...environments,
    "",
    "# What lockstep check compares when it is given no names.",
    "compare:",
    `  - reference: ${names.reference}`,
    `    candidate: ${names.candidate}`,
    ...askingLines(options),
    "",
  ].join("\n");
};

/** A name that a manifest can have, from what the reference says of itself. */
const modelName = (run: Run): string => {
  const name = (run.environments.reference.model ?? "").replaceAll(/[^A-Za-z0-9._-]+/g, "-").replace(/^[^A-Za-z0-9]+|-+$/g, "");
  return name === "" ? "model" : yamlText(name);
};

const goldenLines = (run: Run, options: CheckOptions, { folder, cwd }: SavePlaces): string[] => {
  const { inputs } = run;
  const lines: string[] = [];
  const segments = options.segments ? options.segment : [];
  if (options.inputs !== null) lines.push(`      file: ${yamlText(relative(folder, resolve(cwd, options.inputs)))}`);
  if (inputs.key !== "") lines.push(`      key: ${yamlText(inputs.key)}${inputs.keyOrigin === "guessed" ? "  # guessed: the first column with another value in each row" : ""}`);
  if (inputs.label !== null) lines.push(`      label: ${yamlText(inputs.label)}`);
  if (options.exclude !== null) lines.push(`      exclude: ${yamlList(options.exclude)}`);
  if (!options.segments) lines.push("      segments: []");
  else if (segments.length > 0) lines.push(`      segments: ${yamlList(segments)}`);
  if (options.inputs !== null && inputs.digest !== null && /^[0-9a-f]{64}$/.test(inputs.digest)) lines.push("      # Pins the content: another file under this name is an error. Take the line out while the set still grows.", `      digest: sha256:${inputs.digest}`);
  if (lines.length === 0) return [];
  const says = options.inputs === null ? "    # The rows that both sides were compared on." : `    # The inputs that every environment is asked with: ${countOf(inputs.rows, "row")}.`;
  return [says, "    golden:", ...lines];
};

/** A decision that was made from a score; the environments write no such output. */
const derived = /^(.+) >= (\S+)$|^most likely of ./;
const isDerived = ({ output, role }: Run["outputs"][number], { outputs }: Run): boolean => role === "decision" && derived.test(output) && outputs.some(({ role: other }) => other === "score");

const outputLines = (run: Run): string[] => {
  const outputs = run.outputs.filter((each) => !isDerived(each, run)).map(({ output }) => output);
  // Names that a list of names cannot hold are found again as they were this time.
  if (outputs.length === 0 || outputs.some((name) => name.includes(",") || name.trim() !== name)) return [];
  return ["    # Outputs that are compared; one that is missing on either side is an error.", `    outputs: ${yamlList(outputs)}`];
};

const decisionLines = (run: Run, { threshold }: CheckOptions): string[] => {
  const assumed = run.outputs.filter((each) => isDerived(each, run)).flatMap(({ output }) => derived.exec(output)?.[2] ?? [])[0];
  const value = threshold ?? (assumed === undefined ? undefined : Number(assumed));
  if (value === undefined || !Number.isFinite(value)) return [];
  return [`    # Score from which the decision is yes; flips are counted apart.${threshold === null ? " Assumed this time, because nobody said." : ""}`, "    decision:", `      threshold: ${value}`];
};

const toleranceLines = (run: Run): string[] => {
  const scores = run.outputs.flatMap(({ output, tolerance }) => (tolerance === null ? [] : [{ output, tolerance }]));
  if (scores.length === 0) return [];
  return [
    "    # When two numbers count as the same. What was measured is from now on agreed, until somebody agrees on something better.",
    "    tolerances:",
    "      outputs:",
    ...scores.flatMap(({ output, tolerance }) => [
      ...yamlComment(`${tolerance.origin === "derived" ? "measured" : "agreed"}: ${tolerance.why}`, "        "),
      ...noiseLines(run, output),
      `        ${yamlText(output)}:`,
      `          absolute: ${tolerance.absolute}`,
      `          relative: ${tolerance.relative}`,
      // Both with one limit of 0 would be a tolerance of 0.
      `          mode: ${tolerance.mode}`,
    ]),
  ];
};

/** How much the reference disagreed with itself, which every check takes off. */
const noiseLines = (run: Run, output: string): string[] =>
  run.noise
    .filter((each) => each.arm === "repeat" && each.output === output && each.environment === run.environments.reference.name && each.skipped === null)
    .flatMap(({ environment, outside, changed, pairs, maxAbsoluteDifference }) =>
      yamlComment(`noise floor: ${environment} asked twice changed ${changed} of ${countOf(pairs, "answer")}, ${outside} beyond this tolerance${maxAbsoluteDifference === null ? "" : `, at most by ${maxAbsoluteDifference}`}`, "        "));

const askingLines = (options: CheckOptions): string[] => {
  const said = [
    options.repeats === DEFAULT_REPEATS ? "" : `  repeats: ${options.repeats}`,
    options.batch === DEFAULT_BATCH_SIZE ? "" : `  batch: ${options.batch}`,
    options.concurrency === DEFAULT_CONCURRENCY ? "" : `  concurrency: ${options.concurrency}`,
    options.timeout === DEFAULT_TIMEOUT_MS / 1000 ? "" : `  timeout: ${options.timeout * 1000}ms`,
    options.warmup === WARM_UP_CALLS ? "" : `  warmup: ${options.warmup}`,
    options.seed === null ? "" : `  seed: ${options.seed}`,
    options.probes ? "" : "  probes: false",
  ].filter((line) => line !== "");
  return said.length === 0 ? [] : ["", "# How every environment is asked.", "asking:", ...said];
};
