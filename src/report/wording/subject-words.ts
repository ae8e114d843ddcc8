import type { Finding } from "../../core/domain/finding.ts";
import { armWords } from "./arm-words.ts";
import { formatPlural } from "./format-number.ts";
import { throughWords } from "./through-words.ts";

/** What of a finding its subject is told from; a preprocessing case is told apart by what it went through. */
type Told = Pick<Finding, "subject" | "check"> & Partial<Pick<Finding, "evidence">>;

const armOf = (check: string): string => {
  const arm = check.split(".").at(-1) ?? "";
  return Object.hasOwn(armWords, arm) ? armWords[arm as keyof typeof armWords] : arm;
};

const nameOf = ({ subject: { kind, name }, check, evidence }: Told): string => {
  if (kind === "latency") return `latency ${name}`;
  if (kind === "errors") return "error rate";
  if (kind === "schema") return `type of ${name}`;
  if (kind === "stage") return `stage ${name}`;
  const through = evidence?.["through"];
  if (kind === "preprocessing" && typeof through === "string") return `${name}, ${throughWords(through)}`;
  // A column is told apart by what was asked of it: how it is distributed, what of it is new, how long its texts are.
  if (check.endsWith(".unseen")) return `${name}, new values`;
  if (kind === "missing") return /missing/i.test(name) ? name : `${name}, missing`;
  if (kind === "correlation") return /correlation/i.test(name) ? name : `correlation of ${name}`;
  if (kind === "noise") return `${name}, asked again`;
  return kind === "metamorphic" ? `${name}, ${armOf(check)}` : name;
};

/** A finding's subject in one phrase: `score · region = EU`, `latency p99`, `score, alone against in a batch`. */
export const subjectWords = (finding: Told): string =>
  finding.subject.segment === null ? nameOf(finding) : `${nameOf(finding)} · ${finding.subject.segment}`;

const kinds: Readonly<Record<Finding["subject"]["kind"], readonly [string, string]>> = {
  run: ["run", "runs"],
  output: ["output", "outputs"],
  decision: ["decision", "decisions"],
  metric: ["metric", "metrics"],
  latency: ["latency", "latencies"],
  errors: ["error rate", "error rates"],
  noise: ["noise check", "noise checks"],
  metamorphic: ["ways of asking", "ways of asking"],
  schema: ["schema", "schemas"],
  inputs: ["input check", "input checks"],
  hypothesis: ["hypothesis", "hypotheses"],
  environment: ["part of the environments", "parts of the environments"],
  stage: ["stage", "stages"],
  preprocessing: ["outcome of a preprocessing case", "outcomes of preprocessing cases"],
  budget: ["budget", "budgets"],
  reported: ["reported metric", "reported metrics"],
  feature: ["feature", "features"],
  label: ["label", "labels"],
  missing: ["column's missing values", "columns' missing values"],
  correlation: ["correlation", "correlations"],
  calibration: ["calibration", "calibrations"],
  fairness: ["fairness criterion", "fairness criteria"],
  quality: ["data rule", "data rules"],
  coverage: ["part of the logs", "parts of the logs"],
  operations: ["operational measure", "operational measures"],
};

/** The passing findings folded into one line: `27 outputs, 2 decisions and 14 segments agree`. */
export const agreementWords = (findings: readonly Finding[]): string | null => {
  const counts = new Map<string, Set<string>>();
  for (const finding of findings) {
    // What was not looked at agrees with nothing.
    if (finding.verdict !== "pass" || (finding.mode === "observe" && finding.n === 0)) continue;
    const kind = finding.subject.segment === null ? finding.subject.kind : "segment";
    counts.set(kind, (counts.get(kind) ?? new Set()).add(subjectWords(finding)));
  }
  if (counts.size === 0) return null;
  const phrases = [...counts].map(([kind, names]) =>
    kind === "segment" ? formatPlural(names.size, "segment") : formatPlural(names.size, ...kinds[kind as Finding["subject"]["kind"]]),
  );
  const total = [...counts.values()].reduce((sum, names) => sum + names.size, 0);
  const last = phrases.pop();
  const list = phrases.length === 0 ? String(last) : `${phrases.join(", ")} and ${String(last)}`;
  return `${list} ${total === 1 ? "agrees" : "agree"}`;
};
