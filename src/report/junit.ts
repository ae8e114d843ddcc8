import type { Finding } from "../core/domain/finding.ts";
import type { Run } from "../core/domain/run.ts";
import { escapeXml } from "./escape-xml.ts";
import { findingText } from "./finding-text.ts";
import { orderFindings } from "./wording/order-findings.ts";
import { subjectWords } from "./wording/subject-words.ts";
import { shortText } from "./wording/visible-text.ts";

const longestName = 300;

const attribute = (text: string): string => escapeXml(shortText(text, longestName));

const outcome = (finding: Finding): string => {
  const message = `message="${attribute(finding.statement)}"`;
  const text = escapeXml(findingText(finding));
  // What cannot stop anything must not turn a pipeline's test tab red either.
  if (finding.verdict === "pass") return "";
  if (finding.mode === "observe" || finding.verdict === "warn" || finding.verdict === "inconclusive") return finding.verdict === "inconclusive" ? `<skipped ${message}/>` : `<system-out>${text}</system-out>`;
  return finding.verdict === "fail" ? `<failure type="${finding.severity}" ${message}>${text}</failure>` : `<error type="${finding.severity}" ${message}>${text}</error>`;
};

const caseOf = (finding: Finding): string => `    <testcase classname="${attribute(finding.check)}" name="${attribute(subjectWords(finding))}">${outcome(finding)}</testcase>`;

const countOf = (cases: readonly string[], element: string): number => cases.filter((text) => text.includes(`><${element} `)).length;

/** JUnit XML: a suite for each family of checks, a case for each subject and segment; not enough evidence is skipped with its reason. */
export const renderJunit = (run: Run): string => {
  const families = Map.groupBy(orderFindings(run.findings), ({ check }) => check);
  const seconds = run.timings.reduce((sum, timing) => sum + timing.seconds, 0).toFixed(3);
  const counts = (cases: readonly string[]): string => `tests="${cases.length}" failures="${countOf(cases, "failure")}" errors="${countOf(cases, "error")}" skipped="${countOf(cases, "skipped")}"`;
  const suites = [...families].sort(([a], [b]) => (a < b ? -1 : 1)).map(([check, findings]) => {
    const cases = findings.map(caseOf);
    return { cases, text: [`  <testsuite name="${attribute(check)}" ${counts(cases)} timestamp="${attribute(run.startedAt)}">`, ...cases, "  </testsuite>"].join("\n") };
  });
  // A run that judged nothing says so as an error; an empty file would read as a success.
  const empty = `  <testsuite name="lockstep" tests="1" failures="0" errors="1" skipped="0">\n    <testcase classname="lockstep" name="run"><error message="${attribute(run.headline)}"/></testcase>\n  </testsuite>`;
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${attribute(`lockstep: ${run.headline}`)}" ${all.length === 0 ? 'tests="1" failures="0" errors="1" skipped="0"' : counts(all)} time="${seconds}">`,
    ...(suites.length === 0 ? [empty] : suites.map(({ text }) => text)),
    "</testsuites>",
    "",
  ].join("\n");
};
