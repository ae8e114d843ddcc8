import type { Finding } from "../core/domain/finding.ts";
import type { Run } from "../core/domain/run.ts";
import { findingText } from "./finding-text.ts";
import { overridesOf, overrideWords, standInWords } from "./wording/agreed-words.ts";
import { formatPlural } from "./wording/format-number.ts";
import { findingsInOrder, isNew } from "./wording/order-findings.ts";
import { subjectWords } from "./wording/subject-words.ts";
import { shortText } from "./wording/visible-text.ts";

/** GitHub shows so many annotations of each level for a step and drops the rest without a word. */
export const mostAnnotationsPerLevel = 10;
const longestTitle = 120;
const longestAgreed = 3000;

type Level = "error" | "warning" | "notice";

/** A finding that cannot decide the run is a notice, one that may only warn a warning. */
const levelOf = ({ verdict, mode, waived }: Finding): Level => {
  if (mode === "observe") return "notice";
  return mode === "enforce" && waived === undefined && (verdict === "fail" || verdict === "error") ? "error" : "warning";
};

const escapeData = (text: string): string => text.toWellFormed().replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const escapeProperty = (text: string): string => escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

/** GitHub workflow commands, worst first, at a place in the repository where there is one; the last annotation of a full level says how many more there are. */
export const renderGithubAnnotations = (run: Run, location: { readonly file: string; readonly line: number } | null = null): string => {
  const place = location === null ? "" : `file=${escapeProperty(location.file)},line=${location.line},`;
  const command = (level: Level, title: string, text: string): string => `::${level} ${place}title=${escapeProperty(shortText(title, longestTitle))}::${escapeData(text)}`;
  const byLevel = Map.groupBy(findingsInOrder(run).filter(({ verdict }) => verdict !== "pass"), levelOf);
  // Of each level only so many are shown: what was agreed takes no more than one place.
  const standIn = standInWords(run);
  const overrides = overridesOf(run).map((override) => `${overrideWords(override)}.`);
  const agreed = [...(standIn === null ? [] : [`Baseline: ${standIn}.`]), ...(overrides.length === 0 ? [] : ["Overrides in force:", ...overrides])].join("\n");
  const mostOf = (level: Level): number => (level === "notice" && agreed !== "" ? mostAnnotationsPerLevel - 1 : mostAnnotationsPerLevel);
  const lines = (["error", "warning", "notice"] as const).flatMap((level) => {
    const findings = byLevel.get(level) ?? [];
    const shown = findings.length > mostOf(level) ? findings.slice(0, mostOf(level) - 1) : findings;
    const cut = findings.length - shown.length;
    return [
      ...(level === "notice" && agreed !== "" ? [command(level, standIn === null ? "overrides in force" : "a baseline stood in", shortText(agreed, longestAgreed))] : []),
      ...shown.map((finding) => command(level, `${isNew(run, finding) ? "new, " : ""}${finding.verdict}: ${subjectWords(finding)}`, findingText(finding, run))),
      ...(cut > 0 ? [command(level, "more findings", `${formatPlural(cut, "more finding")} of this level; the job summary and the report list them all.`)] : []),
    ];
  });
  return lines.map((line) => `${line}\n`).join("");
};
