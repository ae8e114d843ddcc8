import { hypothesisFindings } from "../../checks/corridor/findings/hypothesis-findings.ts";
import { goneFinding } from "../../checks/corridor/findings/gone-finding.ts";
import { silenceFinding } from "../../checks/corridor/findings/silence-finding.ts";
import { takenOutFinding } from "../../checks/corridor/findings/taken-out-finding.ts";
import { checkCoverage } from "../../checks/population/coverage/check-coverage.ts";
import type { EnvironmentRecord } from "../../core/domain/environment.ts";
import type { Finding } from "../../core/domain/finding.ts";
import { Run } from "../../core/domain/run.ts";
import type { Validation } from "../../core/domain/validation.ts";
import { decideValidation } from "../../core/judge/decide-validation.ts";
import { defaultMargins, familyAlpha } from "../../core/judge/population-settings.ts";
import { judgeRun } from "../../core/judge/decide.ts";
import { headlineValidation } from "../../core/judge/headline-validation.ts";
import { nextActions } from "../../core/judge/next-actions.ts";
import { countOf } from "../../core/wording/count-of.ts";
import { codeRevision } from "../check/code-revision.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import { toolVersion } from "../tool-version.ts";
import type { LookedAt } from "./validate-model.ts";
import type { ValidateOptions } from "./validate-options.ts";

export interface AssembleValidationRequest {
  readonly looked: LookedAt;
  readonly loaded: LoadedManifest;
  readonly options: ValidateOptions;
  /** How to get back to where it was well; empty where nobody agreed to go back. */
  readonly wayBack: readonly string[];
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly timings: Run["timings"];
  readonly cwd: string;
}

/** Judges what was seen of one model and writes it down as one document, checked against its own schema. */
export const assembleValidation = ({ looked: { model, environment, validation, lastTs, sides, takenOut }, loaded, options, wayBack, id, startedAt, finishedAt, timings, cwd }: AssembleValidationRequest): Run => {
  const source = (role: "offline" | "production"): Validation["sources"][number] | undefined => validation.sources.find((each) => each.role === role);
  const [offline, production] = [source("offline"), source("production")];
  // Asked for history, the log may end where it ends; asked for today, it may not.
  const findings = [...hypothesisFindings(validation.hypotheses), ...(options.backfill && options.asOf === null ? [] : silenceFinding(environment, production?.rows ?? 0, lastTs, validation.asOf)), ...readFindings(validation.sources, sides, environment), ...takenOut.map(takenOutFinding)];
  const verdict = judgeRun(findings);
  const record = (side: EnvironmentRecord["side"], name: string, of: Validation["sources"][number] | undefined): EnvironmentRecord => ({
    name, side, kind: "file", address: of?.source ?? "as written in the manifest", protocol: "log", model, version: null, platform: null, detection: of === undefined ? "numbers of the manifest" : countOf(of.rows, "row"), replicas: [], digest: of?.digest ?? null,
  });
  return Run.parse({
    schemaVersion: 1, kind: "validate", id, startedAt: new Date(startedAt).toISOString(), finishedAt: new Date(finishedAt).toISOString(),
    tool: { name: "lockstep", version: toolVersion() }, host: { platform: process.platform, arch: process.arch, node: process.versions.node }, codeRevision: codeRevision(cwd),
    options: { model, manifest: loaded.files.map(({ path, digest }) => `${path} ${digest}`), hypotheses: [...options.hypotheses], asOf: validation.asOf, backfill: options.backfill, ...(options.rerunOf === undefined ? {} : { rerunOf: options.rerunOf }) }, seed: 0, claim: "inputs-like-these",
    environments: { reference: record("reference", "offline", offline), candidate: record("candidate", environment, production) },
    inputs: { source: production?.source ?? "", digest: production?.digest ?? null, rows: production?.rows ?? 0, key: "", keyOrigin: "guessed", features: [], label: null, segments: [...new Set(validation.hypotheses.flatMap(({ hypothesis }) => hypothesis.segments))], synthetic: false },
    coverage: { rowsReference: offline?.rows ?? 0, rowsCandidate: production?.rows ?? 0, pairs: 0, onlyReference: 0, onlyCandidate: 0, errorsReference: 0, errorsCandidate: 0, dropped: validation.sources.flatMap(({ name, coverage }) => (coverage?.dropped ?? []).map(({ reason, rows }) => ({ environment: name, reason, rows }))) },
    outputs: [], noise: [], replicas: [], segments: [], metrics: [], reliability: [], latency: [], latencyRatios: [], errors: [], patterns: [], worst: [],
    validation, findings, verdict, headline: headlineValidation({ verdict, findings, validation }), decision: decideValidation(verdict, validation.hypotheses), nextActions: [...nextActions({ verdict, findings, patterns: [] }), ...wayBack], ledger: null, timings,
  } satisfies Partial<Run>);
};

/** How logs and backtests could be read, of all that is counted and of what was read now; labels whose predictions stand in files that were not read are no orphans. */
const readFindings = (sources: Validation["sources"], sides: LookedAt["sides"], environment: string): Finding[] => {
  const settings = { margins: defaultMargins, agreed: new Set<never>(), alphaPerClaim: familyAlpha, names: { reference: "offline", candidate: environment } };
  const read = [
    ...sources.flatMap(({ name, role, source, rows, coverage, gaps }) => (role !== "offline" || coverage === null ? [] : [{ side: { name: `the ${name}`, source, rows, coverage, gaps }, whole: true }])),
    ...sides.flatMap(({ side, now, whole }) => [{ side: { ...side, name: environment }, whole }, ...(now === null ? [] : [{ side: { ...now, name: environment }, whole }])]),
  ];
  const found = read.flatMap(({ side, whole }) => checkCoverage({ sides: [side], settings, sharedLabels: !whole })).filter(({ verdict, mode }) => verdict !== "pass" && mode !== "observe");
  const worst = new Map<string, Finding>();
  for (const each of found) if (worst.get(each.id)?.mode !== "enforce") worst.set(each.id, each);
  return [...worst.values(), ...goneFinding(environment, [...new Map(sides.flatMap(({ gone }) => gone).map((each) => [each.path, each])).values()])];
};
