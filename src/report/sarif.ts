import { createHash } from "node:crypto";
import type { Finding } from "../core/domain/finding.ts";
import type { Run } from "../core/domain/run.ts";
import { findingText } from "./finding-text.ts";
import { placeOfFinding } from "./validation/place-of-finding.ts";
import { waivedWords } from "./wording/finding-mark.ts";
import { overridesOf, overrideWords, standInWords } from "./wording/agreed-words.ts";
import { findingsInOrder } from "./wording/order-findings.ts";

export interface SarifOptions {
  /** The file a result points at, relative to the repository's root, and its line. */
  readonly location?: { readonly file: string; readonly line?: number };
}

const levelOf = ({ verdict, mode, waived }: Finding): "error" | "warning" | "note" =>
  mode === "observe" ? "note" : waived !== undefined ? "warning" : (verdict === "fail" || verdict === "error") && mode === "enforce" ? "error" : "warning";

const ruleTexts: ReadonlyMap<string, string> = new Map([
  ["parity.score", "A score is the same in both environments, within its tolerance."],
  ["parity.decision", "A decision is the same in both environments."],
  ["parity.text", "A text is the same in both environments."],
  ["parity.segment", "An output agrees in every segment."],
  ["parity.schema", "An output has the same type in both environments."],
  ["parity.noise", "The candidate repeats itself as well as its reference does."],
  ["parity.batch", "An answer does not depend on what else is in the request."],
  ["parity.serial", "An answer does not depend on requests running side by side."],
  ["parity.shuffled", "An answer does not depend on the order of the columns."],
  ["parity.rounded", "An answer does not amplify the rounding of its inputs."],
  ["parity.latency", "The candidate answers as fast as its reference."],
  ["parity.metric", "A metric on labelled rows is the same in both environments."],
  ["parity.errors", "The candidate fails no more often than its reference."],
  ["environment.equal", "What policy wants equal is equal in both environments."],
  ["environment.difference", "No difference between the environments explains answers that moved."],
  ["environment.differences", "Nothing that could move the answers differs between the environments."],
  ["environment.agreed", "An environment is what the manifest says."],
  ["preprocessing.stage", "Every preprocessing stage holds the same values in both environments."],
  ["preprocessing.case", "A preprocessing case has its agreed outcome in every environment."],
  ["population.coverage", "Enough of the logs could be read to say anything."],
  ["population.shift", "A column is distributed as in the reference."],
  ["population.missing", "A column is missing no more and no less often than in the reference."],
  ["population.unseen", "A column has no values that the reference never had."],
  ["population.correlation", "Columns hang together as in the reference."],
  ["population.performance", "A metric on labelled rows is as good as in the reference."],
  ["population.fairness", "Cohorts are treated alike, and no worse than in the reference."],
  ["population.operations", "Predictions are served as fast and fail no more often than in the reference."],
  ["quality", "Data keep the rules of their contract."],
  ["population.schema", "Both populations have the same columns of the same types."],
  ["budgets", "An environment keeps the limit that was agreed for it."],
  ["hypothesis", "Production keeps what its offline estimate promised."],
  ["hypothesis.change", "Nothing of production has changed at a point in time."],
  ["hypothesis.stale", "The offline estimate still holds for what runs."],
  ["reported", "A metric is what an environment reports."],
]);

/** A rule's text, else that of the family it belongs to: `population.performance.auc` is told as `population.performance`. */
const ruleText = (check: string): string => {
  const parts = check.split(".");
  const families = parts.map((_, index) => parts.slice(0, parts.length - index).join("."));
  return families.map((family) => ruleTexts.get(family)).find((text) => text !== undefined) ?? `The check ${check} passes.`;
};

/** Where the results belong when nobody says it: the manifest, as far as it lies below the folder that is scanned. */
const placeOf = ({ agreement }: Run): { readonly file: string } => {
  const path = agreement?.manifests[0]?.path;
  return { file: path === undefined || path.startsWith("/") || path.startsWith("..") || /^[A-Za-z]:/.test(path) ? "lockstep" : path.replaceAll("\\", "/") };
};

/** What a reader has to know beside the results: whose answers stood in, and what is different on purpose. */
const notesOf = (run: Run): string[] => {
  const standIn = standInWords(run);
  return [...(standIn === null ? [] : [`Baseline: ${standIn}.`]), ...overridesOf(run).map((override) => `Override in force: ${overrideWords(override)}.`)];
};

/** The standard's word for a finding against an earlier run; left out where there is none. */
const stateOf = ({ since }: Run, id: string): { baselineState?: "new" | "unchanged" } =>
  since === null ? {} : since.appeared.includes(id) ? { baselineState: "new" } : since.still.includes(id) ? { baselineState: "unchanged" } : {};

/** SARIF 2.1.0: one result for each finding that does not pass; rule ids and fingerprints are the same in every run. */
export const renderSarif = (run: Run, { location = placeOf(run) }: SarifOptions = {}): string => {
  const open = findingsInOrder(run).filter(({ verdict }) => verdict !== "pass");
  const checks = [...new Set(open.map(({ check }) => check))].sort();
  const notes = notesOf(run);
  const sarif = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{
      tool: { driver: { name: "Lockstep", version: run.tool.version, rules: checks.map((check) => ({ id: check, shortDescription: { text: ruleText(check) } })) } },
      // Of several models each needs a category of its own, else the last upload replaces the others.
      automationDetails: { id: `lockstep/${run.agreement === null ? (run.validation === null ? "" : `${run.validation.model}/`) : `${run.agreement.model}/`}${run.environments.reference.name}/${run.environments.candidate.name}/` },
      invocations: [{ executionSuccessful: run.verdict !== "error", exitCode: run.decision.exitCode, startTimeUtc: run.startedAt, endTimeUtc: run.finishedAt, ...(notes.length === 0 ? {} : { toolExecutionNotifications: notes.map((text) => ({ level: "note", message: { text: text.toWellFormed() } })) }) }],
      ...(run.agreement === null ? {} : { properties: { model: run.agreement.model, modelVersion: run.agreement.modelVersion, manifests: run.agreement.manifests, overrides: run.agreement.overrides } }),
      results: open.map((finding) => ({
        ruleId: finding.check,
        ruleIndex: checks.indexOf(finding.check),
        kind: finding.verdict === "inconclusive" ? "open" : finding.verdict === "warn" ? "review" : "fail",
        ...stateOf(run, finding.id),
        // The standard allows a level other than `none` only beside the kind `fail`.
        level: finding.verdict === "inconclusive" || finding.verdict === "warn" ? "none" : levelOf(finding),
        message: { text: findingText(finding, run).toWellFormed() },
        locations: [(({ file, line }) => ({ physicalLocation: { artifactLocation: { uri: encodeURI(file) }, region: { startLine: line ?? 1 } } }))(placeOfFinding(run, finding) ?? location)],
        partialFingerprints: { "lockstepFinding/v1": createHash("sha256").update(finding.id).digest("hex") },
        ...(finding.waived === undefined ? {} : { suppressions: [{ kind: "external", status: "accepted", justification: (waivedWords(finding) ?? "").toWellFormed() }] }),
        properties: { verdict: finding.verdict, severity: finding.severity, mode: finding.mode, estimate: finding.estimate, unit: finding.unit, margin: finding.margin, n: finding.n },
      })),
    }],
  };
  return `${JSON.stringify(sarif, null, 2)}\n`;
};
