import { createHash } from "node:crypto";
import type { Finding } from "../core/domain/finding.ts";
import type { Run } from "../core/domain/run.ts";
import type { SarifOptions } from "./sarif.ts";
import { placeOfFinding } from "./validation/place-of-finding.ts";
import { overridesOf, overrideWords, standInWords } from "./wording/agreed-words.ts";
import { findingsInOrder, isNew } from "./wording/order-findings.ts";
import { shortNumbers } from "./wording/short-numbers.ts";
import { subjectWords } from "./wording/subject-words.ts";
import { shortText, visibleText } from "./wording/visible-text.ts";

const longestDescription = 1000;

/** GitLab's words, by what the finding can do: only what decides the run is major or worse. */
const severityOf = ({ verdict, mode, severity, waived }: Finding): "info" | "minor" | "major" | "critical" | "blocker" => {
  if (mode === "observe") return "info";
  if (mode === "warn" || waived !== undefined || verdict === "warn" || verdict === "inconclusive") return "minor";
  return severity === "critical" ? "blocker" : severity === "high" ? "critical" : "major";
};

/** GitLab's code quality report: findings that do not pass, shown in the merge request at the manifest; fingerprints are the same in every run. */
export const renderCodeQuality = (run: Run, { location = { file: "lockstep" } }: SarifOptions = {}): string => {
  const { reference, candidate } = run.environments;
  const standIn = standInWords(run);
  // An override is no problem, yet whoever reads of the others has to know what is different on purpose.
  const agreed = [...(standIn === null ? [] : [["baseline", `baseline: ${standIn}`] as const]), ...overridesOf(run).map((override) => [`override ${override.environment} ${override.name}`, `override in force: ${overrideWords(override)}`] as const)];
  const agreedEntries = agreed.map(([name, text]) => ({
    description: shortText(visibleText(text), longestDescription),
    check_name: "agreement",
    fingerprint: createHash("sha256").update(JSON.stringify([run.agreement?.model ?? null, reference.name, candidate.name, name])).digest("hex"),
    severity: "info",
    location: { path: location.file, lines: { begin: location.line ?? 1 } },
  }));
  const entries = findingsInOrder(run).filter(({ verdict }) => verdict !== "pass").map((finding) => ({
    description: shortText(visibleText(shortNumbers(`${isNew(run, finding) ? "new, " : ""}${finding.verdict}: ${subjectWords(finding)}: ${finding.statement} (${reference.name} and ${candidate.name}). What to do: ${finding.action}.`)), longestDescription),
    check_name: finding.check,
    fingerprint: createHash("sha256").update(JSON.stringify([run.agreement?.model ?? null, reference.name, candidate.name, finding.id])).digest("hex"),
    severity: severityOf(finding),
    location: { path: placeOfFinding(run, finding)?.file ?? location.file, lines: { begin: placeOfFinding(run, finding)?.line ?? location.line ?? 1 } },
  }));
  return `${JSON.stringify([...agreedEntries, ...entries], null, 2)}\n`;
};
