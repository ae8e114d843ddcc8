import type { FeatureRelation } from "../../core/domain/prediction-relation.ts";
import { Run } from "../../core/domain/run.ts";
import { applyModes } from "../../core/judge/apply-modes.ts";
import { decide, judgeRun } from "../../core/judge/decide.ts";
import { answersFail, headline } from "../../core/judge/headline.ts";
import { isProduction } from "../../core/judge/is-production.ts";
import { nextActions } from "../../core/judge/next-actions.ts";
import type { SourceRelation } from "../../ports/source.ts";
import type { Inputs } from "../../work/replay/read-inputs.ts";
import type { Side } from "../../work/replay/side.ts";
import type { CommandIo } from "../command-io.ts";
import { digestFile } from "../open-source.ts";
import { toolVersion } from "../tool-version.ts";
import type { Asked } from "./ask-environments.ts";
import type { CheckOptions } from "./check-options.ts";
import type { CheckSide } from "./check-side.ts";
import { explainCheck } from "./explain-check.ts";
import { codeRevision } from "./code-revision.ts";
import { collectFindings } from "./collect-findings.ts";
import { environmentRecord } from "./environment-record.ts";
import type { Measurements } from "./measure-check.ts";
import type { PredictionSides } from "./prediction-sides.ts";
import type { ReadFingerprints } from "./read-fingerprints.ts";
import type { JudgedReports } from "./read-reported.ts";
import { recordedOptions } from "./recorded-options.ts";
import { sinceRun } from "./since-run.ts";
import type { AgreedCheck } from "./agreed-check.ts";
import type { Besides } from "./besides.ts";
import { baselineUse } from "./baseline-side.ts";
import type { ResourceUse } from "../../core/domain/resource-use.ts";

export interface AssembleRequest {
  readonly runId: string;
  readonly startedAt: number;
  /** Read once everything is done. */
  readonly finishedAt: () => number;
  readonly options: CheckOptions;
  readonly sides: Readonly<Record<Side, CheckSide>>;
  readonly inputs: Inputs | null;
  readonly inputsSource: SourceRelation | null;
  readonly predictions: PredictionSides;
  readonly features: FeatureRelation | null;
  readonly measured: Measurements;
  readonly asked: Asked | null;
  readonly timings: () => Run["timings"];
  readonly io: CommandIo;
  readonly read: ReadFingerprints;
  readonly resources: readonly ResourceUse[];
  readonly agreed: AgreedCheck | null;
  /** An earlier run to tell the findings against. */
  readonly since: Run | null;
  readonly reported: JudgedReports;
  readonly besides: Besides | null;
}

/** Judges what was measured and writes it all down as one document, checked against its own schema. */
export const assembleRun = async (request: AssembleRequest): Promise<Run> => {
  const { options, sides, measured, asked, inputs, predictions } = request;
  const names = { reference: sides.reference.name, candidate: sides.candidate.name };
  const { coverage, outputs, noise, replicas, segments, metrics, reliability, latency, latencyRatios, errors, worst } = measured;
  const unasked = sides.reference.kind === "declared" || sides.candidate.kind === "declared";
  const modes = request.agreed?.agreement.modes ?? {};
  const answers = applyModes(unasked ? [] : collectFindings({
    names, coverage, outputs, noise, segments, metrics, latency, latencyRatios, errors, repeats: measured.repeats,
    claim: options.claim, maxOutside: options.maxOutside, maxLatencyRatio: options.maxLatencyRatio, maxUnmatched: options.maxUnmatched,
  }), modes);
  const { findings: besides, ...explained } = await explainCheck({ runId: request.runId, sides, inputs, measured, findings: answers, read: request.read, resources: request.resources, agreed: request.agreed, latencyAgreed: options.maxLatencyRatio !== null, io: request.io });
  const { patterns } = explained;
  const findings = [...answers, ...applyModes([...besides, ...request.reported.findings, ...(request.besides?.findings ?? [])], modes)];
  const verdict = judgeRun(findings);
  const told = { ...names, verdict, coverage, outputs, findings, patterns };
  const [reference, candidate] = await Promise.all((["reference", "candidate"] as const).map(async (side) => {
    const recording = asked?.recordings[side];
    return { ...environmentRecord(sides[side], recording, recording === undefined ? null : await digestFile(recording.path)), ...request.besides?.environments[side] };
  }));
  if (reference === undefined || candidate === undefined) throw new Error("a run has two sides");
  return Run.parse({
    schemaVersion: 1,
    kind: "check",
    id: request.runId,
    startedAt: new Date(request.startedAt).toISOString(),
    finishedAt: new Date(request.finishedAt()).toISOString(),
    tool: { name: "lockstep", version: toolVersion() },
    host: { platform: process.platform, arch: process.arch, node: process.versions.node },
    codeRevision: codeRevision(request.io.cwd),
    options: recordedOptions(options),
    seed: asked?.plan.seed ?? options.seed ?? 0,
    claim: options.claim,
    environments: { reference, candidate },
    inputs: {
      source: options.inputs ?? (inputs?.synthetic === true ? "made up from the model's own description" : "the rows of both files"),
      digest: inputs?.digest ?? request.inputsSource?.digest ?? null,
      rows: inputs?.rows.length ?? coverage.pairs + coverage.onlyReference + coverage.onlyCandidate,
      key: predictions.key,
      keyOrigin: predictions.keyOrigin,
      features: [...(inputs?.features ?? request.features?.features.map(({ name }) => name) ?? [])],
      label: options.label,
      segments: [...measured.segmentColumns],
      synthetic: inputs?.synthetic ?? false,
    },
    coverage, outputs, noise, replicas, segments, metrics, reliability, latency, latencyRatios, errors, worst, ...explained, reported: [...request.reported.reported], baseline: baselineUse(sides), population: null, validation: null, since: request.since === null ? null : sinceRun(request.since, findings), findings, verdict,
    headline: headline(told),
    decision: decide(verdict, { candidate: names.candidate, candidateIsProduction: sides.candidate.options.production ?? isProduction(names.candidate), answersFail: answersFail(findings) }),
    nextActions: nextActions(told),
    ledger: null,
    timings: request.timings(),
  } satisfies Run);
};
