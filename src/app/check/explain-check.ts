import { baselineIdentityFindings } from "../../checks/environment/agreed/baseline-identity-findings.ts";
import { agreedFindings } from "../../checks/environment/agreed/agreed-findings.ts";
import { compareFingerprints } from "../../checks/environment/compare-fingerprints.ts";
import { environmentFindings } from "../../checks/environment/environment-findings.ts";
import { withoutDisproved } from "../../checks/environment/disproved-suspects.ts";
import { rankSuspects } from "../../checks/environment/rank-suspects.ts";
import { budgetFindings } from "../../checks/budgets/budget-findings.ts";
import { judgeBudgets } from "../../checks/budgets/judge-budgets.ts";
import { caseFindings } from "../../checks/preprocessing/case-findings.ts";
import { stageFinding } from "../../checks/preprocessing/stage-finding.ts";
import type { Finding } from "../../core/domain/finding.ts";
import type { ResourceUse } from "../../core/domain/resource-use.ts";
import type { Run } from "../../core/domain/run.ts";
import type { Inputs } from "../../work/replay/read-inputs.ts";
import type { Side } from "../../work/replay/side.ts";
import { runCases } from "../../work/trace/run-cases.ts";
import type { CommandIo } from "../command-io.ts";
import { lockFindings } from "../fingerprint/lock-findings.ts";
import type { AgreedCheck } from "./agreed-check.ts";
import { type CheckSide, isLive } from "./check-side.ts";
import type { Measurements } from "./measure-check.ts";
import type { ReadFingerprints } from "./read-fingerprints.ts";
import { traceAnswers } from "./trace-answers.ts";

export interface ExplainRequest {
  readonly runId: string;
  readonly sides: Readonly<Record<Side, CheckSide>>;
  readonly inputs: Inputs | null;
  readonly measured: Measurements;
  /** What the answers themselves gave. */
  readonly findings: readonly Finding[];
  readonly read: ReadFingerprints;
  readonly resources: readonly ResourceUse[];
  readonly agreed: AgreedCheck | null;
  /** Whether people agreed on how much slower the candidate may be. */
  readonly latencyAgreed: boolean;
  readonly io: CommandIo;
}

export interface Explained extends Pick<Run, "agreement" | "fingerprints" | "differences" | "resources" | "budgets" | "trace" | "cases" | "patterns"> {
  readonly findings: readonly Finding[];
}

/** What the environments are, where on the way to the model they part, and whether each keeps what was agreed: everything beside the answers. */
export const explainCheck = async (request: ExplainRequest): Promise<Explained> => {
  const { sides, measured, read, agreed, resources, io } = request;
  const names = { reference: sides.reference.name, candidate: sides.candidate.name };
  const moved = whatMoved(request.findings);
  const fingerprintOf = (name: string) => read.fingerprints.find(({ environment }) => environment === name)?.fingerprint ?? null;
  const [reference, candidate] = [fingerprintOf(names.reference), fingerprintOf(names.candidate)];
  const differing = reference === null || candidate === null ? [] : compareFingerprints(reference, candidate, { overrides: agreed?.agreement.overrides ?? [], names });
  // A baseline holds no fingerprint, but the digests of what it was made with.
  const baseline = sides.reference.kind === "baseline" ? sides.reference.baseline : null;
  const known = baseline === null || agreed === null ? [] : baselineIdentityFindings({ baseline, environment: names.candidate, fingerprint: candidate, equal: demandedEqual(agreed), equalAgreed: agreed.agreement.policy.equalAgreed ?? true });
  const { patterns, differences } = rankSuspects(withoutDisproved(measured.patterns, reference, candidate), differing);
  const environment = environmentFindings({
    differences, names, ...moved, latencyAgreed: request.latencyAgreed, patterns, mode: "enforce", equal: baseline === null ? demandedEqual(agreed) : [], equalAgreed: agreed?.agreement.policy.equalAgreed ?? true,
    readReference: reference, readCandidate: candidate, unread: [...read.unread].map(([name, why]) => ({ environment: name, why })),
  });

  const traced = moved.answersMoved ? await traceAnswers({ runId: request.runId, sides, inputs: request.inputs, worst: measured.worst, io }) : null;
  const stage = traced === null ? null : stageFinding({ ...traced, names, mode: "enforce" });
  const cases = agreed === null ? [] : await casesOf(agreed, sides, io);
  const budgets = agreed === null ? [] : heldToBudgets(sides).flatMap(({ name }) => judgeBudgets({
    environment: name, budgets: agreed.agreement.budgets,
    latency: measured.latency.find((each) => each.environment === name) ?? null,
    errors: measured.errors.find((each) => each.environment === name) ?? null,
    resources: resources.find((each) => each.environment === name) ?? null,
  }));
  const requests = new Map(measured.errors.map((each) => [each.environment, each.requests]));
  const agreedOnes = agreed === null ? [] : read.fingerprints.flatMap((each) => agreedFindings(agreed.agreement, each.environment, each.fingerprint, "enforce"));
  const locks = agreed === null ? [] : await lockFindings(agreed.agreement, agreed.folder, read.fingerprints);
  return {
    agreement: agreed?.agreement ?? null, fingerprints: [...read.fingerprints], differences, resources: [...resources], budgets, cases,
    trace: traced?.trace ?? null, patterns,
    findings: [...environment, ...known, ...agreedOnes, ...locks, ...(stage === null ? [] : [stage]), ...caseFindings(cases, "enforce"), ...budgetFindings(budgets, requests, "enforce")],
  };
};

/**
 * Who is held to the budgets: every side that was asked. Where a record of the past is compared nobody is; two files of predictions can keep none, so the candidate's are
 * judged without a measurement, which is no pass.
 */
const heldToBudgets = ({ reference, candidate }: ExplainRequest["sides"]): readonly CheckSide[] => {
  const both = [reference, candidate];
  if (both.some(({ kind }) => kind === "declared")) return [];
  const live = both.filter(isLive);
  return live.length > 0 ? live : [candidate];
};

/** What policy wants equal; locks are held against each environment by their own check. */
const demandedEqual = (agreed: AgreedCheck | null): readonly string[] => (agreed?.agreement.policy.equal ?? []).filter((demand) => demand !== "lock");

/** Whether the answers, or only their speed, are no longer the same. */
const whatMoved = (findings: readonly Finding[]): { readonly answersMoved: boolean; readonly latencyMoved: boolean } => {
  const bad = findings.filter(({ verdict, mode }) => mode !== "observe" && (verdict === "fail" || verdict === "warn"));
  return {
    answersMoved: bad.some(({ subject }) => subject.kind === "output" || subject.kind === "decision" || subject.kind === "errors" || subject.kind === "schema" || subject.kind === "metamorphic" || subject.kind === "noise"),
    latencyMoved: bad.some(({ subject }) => subject.kind === "latency"),
  };
};

const casesOf = async (agreed: AgreedCheck, sides: ExplainRequest["sides"], io: CommandIo): Promise<Run["cases"]> => {
  const { cases } = agreed.agreement;
  if (cases.length === 0) return [];
  io.progress({ kind: "step", step: "cases", detail: `${cases.length} preprocessing cases` });
  const results: Run["cases"] = [];
  for (const side of [sides.reference, sides.candidate]) {
    if (!isLive(side)) continue;
    results.push(...(await runCases(cases, { name: side.name, client: side.client, sdk: side.found.sdk, askTraced: side.found.askTraced }, io.signal)));
  }
  const { candidate } = sides;
  // Agreed and run nowhere: that is not known to hold.
  if (results.length === 0) for (const { name } of cases) results.push({ case: name, environment: candidate.name, through: "nothing", verdict: "error", statement: `${name} on ${candidate.name}: neither side can be asked, so the case was not run` });
  return results;
};
