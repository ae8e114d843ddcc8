import type { EnvironmentRecord } from "../../core/domain/environment.ts";
import { Run } from "../../core/domain/run.ts";
import { checkCoverage } from "../../checks/population/coverage/check-coverage.ts";
import { checkSchema } from "../../checks/population/schema/check-schema.ts";
import { decidePopulation } from "../../core/judge/decide-population.ts";
import { judgeRun } from "../../core/judge/decide.ts";
import { headlinePopulation } from "../../core/judge/headline-population.ts";
import { nextActions } from "../../core/judge/next-actions.ts";
import { codeRevision } from "../check/code-revision.ts";
import { newRunId } from "../check/new-run-id.ts";
import { toolVersion } from "../tool-version.ts";
import type { CompareOptions } from "./compare-options.ts";
import { compareSettings } from "./compare-settings.ts";
import type { HeldToContract } from "./held-to-contract.ts";
import type { JudgedPopulations } from "./judge-populations.ts";
import type { OpenedSide } from "./open-sides.ts";

export interface AssembleCompareRequest {
  readonly options: CompareOptions;
  readonly sides: { readonly reference: OpenedSide; readonly candidate: OpenedSide };
  readonly held: HeldToContract;
  readonly judged: JudgedPopulations;
  readonly specDigest: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly timings: Run["timings"];
  readonly cwd: string;
}

/** Judges what was seen and writes it all down as one document, checked against its own schema. */
export const assembleCompare = ({ options, sides, held, judged, specDigest, startedAt, finishedAt, timings, cwd }: AssembleCompareRequest): Run => {
  const reference = sides.reference.side;
  const candidate = sides.candidate.side;
  const settings = compareSettings(options, { reference: reference.name, candidate: candidate.name }, Math.max(1, judged.family.claims));
  const { schema, findings: ofSchema } = checkSchema({ reference, candidate });
  const findings = [...held.findings, ...checkCoverage({ sides: [reference, candidate], settings, sharedLabels: options.reference.labels !== null && options.reference.labels === options.candidate.labels }), ...(held.keptOut ? [] : ofSchema), ...judged.findings];
  const verdict = judgeRun(findings);
  const { findings: _found, ...seen } = judged;
  const population = { reference, candidate, schema, quality: [...held.results], specDigest, ...seen };
  return Run.parse({
    schemaVersion: 1, kind: "compare", id: newRunId(startedAt), startedAt: new Date(startedAt).toISOString(), finishedAt: new Date(finishedAt).toISOString(),
    tool: { name: "lockstep", version: toolVersion() }, host: { platform: process.platform, arch: process.arch, node: process.versions.node }, codeRevision: codeRevision(cwd),
    options: recorded(options), seed: 0, claim: "inputs-like-these",
    environments: { reference: environment(sides.reference, "reference"), candidate: environment(sides.candidate, "candidate") },
    inputs: { source: candidate.source, digest: candidate.digest, rows: candidate.rows, key: (sides.candidate.kind === "log" ? sides.candidate.opened.standard.find(({ standard }) => standard === "id")?.text : undefined) ?? options.id ?? "", keyOrigin: options.id === null ? "guessed" : "agreed", features: namesOf(candidate, "feature"), label: namesOf(candidate, "label")[0] ?? null, segments: namesOf(candidate, "segment"), synthetic: false },
    coverage: { rowsReference: reference.rows, rowsCandidate: candidate.rows, pairs: 0, onlyReference: 0, onlyCandidate: 0, errorsReference: 0, errorsCandidate: 0, dropped: [reference, candidate].flatMap(({ name, coverage }) => coverage.dropped.map(({ reason, rows }) => ({ environment: name, reason, rows }))) },
    outputs: [], noise: [], replicas: [], segments: [], metrics: [], reliability: [], latency: [], latencyRatios: [], errors: [], patterns: [], worst: [],
    population, findings, verdict, headline: headlinePopulation({ verdict, findings, population }),
    decision: decidePopulation(verdict, { candidate: candidate.name, keptOut: held.keptOut }), nextActions: nextActions({ verdict, findings, patterns: [] }), ledger: null, timings,
  }  satisfies Partial<Run>);
};

const namesOf = ({ columns }: OpenedSide["side"], role: string): string[] => columns.filter((column) => column.role === role).map(({ name }) => name);

const environment = ({ side, kind }: OpenedSide, which: "reference" | "candidate"): EnvironmentRecord => ({
  name: side.name, side: which, kind: "file", address: side.source, protocol: side.format, model: null, version: null, platform: null,
  detection: kind === "profile" ? `a profile of ${side.rows} rows` : `a log of ${side.coverage.files} ${side.coverage.files === 1 ? "file" : "files"}, read as ${side.format}`, replicas: [], digest: side.digest,
});

/** Options that say where results go, and nothing about how they came about. */
const elsewhere = new Set(["output", "json", "quiet", "color", "store", "exitZero", "reference", "candidate"]);

const recorded = (options: CompareOptions): Run["options"] => {
  const kept: Record<string, Run["options"][string]> = {};
  for (const [name, value] of Object.entries(options)) if (!elsewhere.has(name)) kept[name] = value as Run["options"][string];
  for (const side of ["reference", "candidate"] as const) for (const [name, value] of Object.entries(options[side])) if (value !== null) kept[`${side}.${name}`] = value as string;
  return kept;
};
