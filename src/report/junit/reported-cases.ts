import type { Run } from "../../core/domain/run.ts";
import { escapeXml } from "../escape-xml.ts";
import { findingOfReported, reportedNumbers, reportedWords } from "../wording/reported-words.ts";
import { shortText } from "../wording/visible-text.ts";

const longestName = 300;

/** Reported metrics that no finding judged are cases too: what was recomputed is said, and what could not be is skipped. */
export const reportedCases = (run: Run, classname: string): string[] =>
  run.reported.filter((metric) => findingOfReported(run.findings, metric) === undefined).map((metric) => {
    const { reported, recomputed } = reportedNumbers(metric);
    const words = escapeXml(shortText(`reported ${reported}, recomputed ${recomputed}: ${reportedWords(metric)}`, longestName));
    const name = escapeXml(shortText(`${metric.metric} of ${metric.environment}`, longestName));
    return `    <testcase classname="${escapeXml(shortText(classname, longestName))}" name="${name}">${metric.recomputed === null ? `<skipped message="${words}"/>` : `<system-out>${words}</system-out>`}</testcase>`;
  });
