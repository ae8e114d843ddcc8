import type { Finding } from "../core/domain/finding.ts";
import type { Run } from "../core/domain/run.ts";
import { escapeXml } from "./escape-xml.ts";
import { findingText } from "./finding-text.ts";
import { agreementSuite, property } from "./junit/agreement-suite.ts";
import { reportedCases } from "./junit/reported-cases.ts";
import { validationCases } from "./junit/validation-cases.ts";
import { besideHypotheses } from "./validation/beside-hypotheses.ts";
import { standInWords } from "./wording/agreed-words.ts";
import { findingsInOrder, isNew } from "./wording/order-findings.ts";
import { shortNumbers } from "./wording/short-numbers.ts";
import { subjectWords } from "./wording/subject-words.ts";
import { shortText } from "./wording/visible-text.ts";

const longestName = 300;

const attribute = (text: string): string => escapeXml(shortText(text, longestName));

const outcome = (finding: Finding, run: Run): string => {
  const message = `message="${attribute(shortNumbers(finding.statement))}"`;
  const text = escapeXml(findingText(finding, run));
  // What cannot stop anything must not turn a pipeline's test tab red either.
  if (finding.verdict === "pass") return "";
  if (finding.waived !== undefined) return `<system-out>${text}</system-out>`;
  if (finding.mode === "observe" || finding.verdict === "warn" || finding.verdict === "inconclusive") return finding.verdict === "inconclusive" ? `<skipped ${message}/>` : `<system-out>${text}</system-out>`;
  return finding.verdict === "fail" ? `<failure type="${finding.severity}" ${message}>${text}</failure>` : `<error type="${finding.severity}" ${message}>${text}</error>`;
};

/** Several models and pairs in one pipeline stay apart. */
const classOf = (check: string, { agreement, validation, environments: { reference, candidate } }: Run): string => (agreement === null ? (validation === null ? check : `${validation.model}.${candidate.name}.${check}`) : `${agreement.model}.${reference.name}-${candidate.name}.${check}`);

const caseOf = (finding: Finding, run: Run): string =>
  `    <testcase classname="${attribute(classOf(finding.check, run))}" name="${attribute(subjectWords(finding))}">${isNew(run, finding) ? `<properties>${property("since", "new")}</properties>` : ""}${outcome(finding, run)}</testcase>`;

const countOf = (cases: readonly string[], element: string): number => cases.filter((text) => text.includes(`><${element} `)).length;

const counts = (cases: readonly string[]): string => `tests="${cases.length}" failures="${countOf(cases, "failure")}" errors="${countOf(cases, "error")}" skipped="${countOf(cases, "skipped")}"`;

/** JUnit XML: a suite for each family of checks, a case for each subject and segment, for each hypothesis and segment of it; not enough evidence is skipped with its reason. */
export const renderJunit = (run: Run): string => {
  // A hypothesis and each of its segments is a case, whatever of them became a finding; warnings beside them stay findings.
  const families = Map.groupBy(run.validation === null ? findingsInOrder(run) : [...besideHypotheses(run, findingsInOrder(run)), ...findingsInOrder(run).filter(({ check }) => check.startsWith("hypothesis."))], ({ check }) => check);
  const seconds = run.timings.reduce((sum, timing) => sum + timing.seconds, 0).toFixed(3);
  const suiteOf = (check: string, cases: readonly string[]): string => [`  <testsuite name="${attribute(classOf(check, run))}" ${counts(cases)} timestamp="${attribute(run.startedAt)}">`, ...cases, "  </testsuite>"].join("\n");
  const held = validationCases(run, classOf("hypothesis", run));
  const suites = [...(held.length === 0 ? [] : [{ cases: held, text: suiteOf("hypothesis", held) }]), ...[...families].sort(([a], [b]) => (a < b ? -1 : 1)).map(([check, findings]) => {
    const cases = findings.map((finding) => caseOf(finding, run));
    return { cases, text: suiteOf(check, cases) };
  })];
  // A run that judged nothing says so as an error; an empty file would read as a success.
  const empty = `  <testsuite name="lockstep" tests="1" failures="0" errors="1" skipped="0">\n    <testcase classname="lockstep" name="run"><error message="${attribute(run.headline)}"/></testcase>\n  </testsuite>`;
  const reported = reportedCases(run, classOf("reported", run));
  const all = [...suites.flatMap(({ cases }) => cases), ...reported];
  const standIn = standInWords(run);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${attribute(`lockstep: ${shortNumbers(run.headline)}`)}${standIn === null ? "" : attribute(` Baseline: ${standIn}.`)}" ${suites.length === 0 ? `tests="${all.length + 1}" failures="0" errors="1" skipped="${countOf(all, "skipped")}"` : counts(all)} time="${seconds}">`,
    ...agreementSuite(run),
    ...(suites.length === 0 ? [empty] : suites.map(({ text }) => text)),
    ...(reported.length === 0 ? [] : [suiteOf("reported", reported)]),
    "</testsuites>",
    "",
  ].join("\n");
};
