import { createHash } from "node:crypto";
import type { EvidenceFacts } from "./evidence-facts.ts";
import type { RunFacts } from "./run-facts.ts";
import { textOf } from "./payload-text.ts";
import { toldValue } from "./told-value.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * The models of an archive as CycloneDX 1.7: one component for each model and version, with what the newest run of each kind in each environment measured, by slice and with
 * intervals; and what is claimed of it, with the runs that are the evidence. Values are texts, as the format wants them.
 * Source: https://cyclonedx.org/docs/1.7/json/
 */
export const modelCard = ({ at, version, runs, entries, records }: EvidenceFacts): Json => {
  const models = new Map<string, RunFacts[]>();
  for (const run of runs) {
    const key = JSON.stringify([run.record.model, run.record.modelVersion]);
    models.set(key, [...(models.get(key) ?? []), run]);
  }
  const newest = [...models.values()].map(newestOfEach);
  const signers = [...new Set(records.filter(({ entry }) => entry.kind === "sign-off").map(({ payload }) => textOf(payload, "statement", "predicate", "signer") ?? ""))].filter((name) => name !== "").sort();
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.7.schema.json", bomFormat: "CycloneDX", specVersion: "1.7", serialNumber: `urn:uuid:${uuidOf(`${entries.at(-1)?.hash ?? ""} ${at}`)}`, version: 1,
    metadata: { timestamp: at, lifecycles: [{ phase: "operations" }], tools: { components: [{ type: "application", name: "lockstep", version }] } },
    components: newest.map(component),
    declarations: {
      assessors: [{ "bom-ref": "assessor-lockstep", thirdParty: false, organization: { name: "Lockstep, as the team runs it" } }],
      attestations: newest.map((all) => ({ summary: `What ${modelName(all)} was found to do.`, assessor: "assessor-lockstep", map: [{ claims: all.filter(isWell).map(claimRef), counterClaims: all.filter((run) => !isWell(run)).map(claimRef) }] })),
      claims: newest.flat().map((run) => ({ "bom-ref": claimRef(run), target: targetRef(run), predicate: `${run.record.kind} in ${run.environment}: ${run.record.outcome.verdict}`, reasoning: run.record.outcome.headline, evidence: [evidenceRef(run)] })),
      evidence: newest.flat().map((run) => ({ "bom-ref": evidenceRef(run), propertyName: `run ${run.record.run}`, created: run.record.startedAt, data: [{ name: run.path, contents: { url: run.path } }] })),
      // Targets are components of their own in the format; they point at the models above by name and version.
      targets: { components: newest.map((all) => ({ type: "machine-learning-model", "bom-ref": targetRef(all[0] as RunFacts), name: all[0]?.record.model ?? "unnamed", ...versionOf(all[0]) })) },
      ...(signers.length === 0 ? {} : { affirmation: { statement: `Signed off by ${signers.join(", ")}; the signed statements lie in the archive's records.` } }),
    },
  };
};

/** The newest run of each kind in each environment. */
const newestOfEach = (runs: readonly RunFacts[]): readonly RunFacts[] => [...new Map(runs.map((run) => [`${run.record.kind} ${run.environment}`, run])).values()];
const isWell = ({ record }: RunFacts): boolean => record.outcome.verdict === "pass" || record.outcome.verdict === "warn";
const modelName = ([run]: readonly RunFacts[]): string => [run?.record.model ?? "a model that nobody named", run?.record.modelVersion ?? ""].join(" ").trim();
const modelRef = ({ record }: RunFacts): string => `model-${record.model ?? "unnamed"}-${record.modelVersion ?? "unversioned"}`;
const claimRef = ({ record }: RunFacts): string => `claim-${record.run}`;
const evidenceRef = ({ record }: RunFacts): string => `evidence-${record.run}`;
const targetRef = (run: RunFacts): string => `target-${modelRef(run)}`;
const versionOf = (run: RunFacts | undefined): { readonly version?: string } => {
  const version = run?.record.modelVersion ?? null;
  return version === null ? {} : { version };
};

const component = (runs: readonly RunFacts[]): Json => {
  const [first] = runs as readonly [RunFacts];
  const newest = runs.at(-1) ?? first;
  const told = runs.flatMap((run) => run.findings.map((finding) => ({ run, finding })));
  const hashes = newest.record.artifacts.filter(({ group, digest }) => group === "model" && /^sha256:[0-9a-f]{64}$/.test(digest));
  const data = newest.record.data.map(({ source, digest, role }) => ({ type: "dataset", name: source, ...(digest === null ? {} : { contents: { properties: [{ name: "lockstep:sha256", value: digest.replace(/^sha256:/, "") }, { name: "lockstep:role", value: role }] } }) }));
  return {
    type: "machine-learning-model", "bom-ref": modelRef(first), name: first.record.model ?? "unnamed", ...versionOf(newest),
    ...(hashes.length === 1 ? { hashes: [{ alg: "SHA-256", content: (hashes[0]?.digest ?? "").replace(/^sha256:/, "") }] } : {}),
    modelCard: {
      ...(data.length === 0 ? {} : { modelParameters: { datasets: data } }),
      quantitativeAnalysis: {
        performanceMetrics: told.filter(({ finding }) => finding.estimate !== null).map(({ run, finding: { id, estimate, interval, subject, unit } }) => ({
          type: `${id} (${unit}), ${run.record.kind} in ${run.environment}`, value: String(estimate), slice: subject.segment ?? "all rows",
          ...(interval === null ? {} : { confidenceInterval: { ...(interval.low === null ? {} : { lowerBound: String(interval.low) }), ...(interval.high === null ? {} : { upperBound: String(interval.high) }) } }),
        })),
      },
      considerations: {
        technicalLimitations: [...new Set([...runs.flatMap(({ gaps }) => gaps), ...told.filter(({ finding }) => finding.verdict === "inconclusive" || finding.verdict === "error").map(({ finding }) => finding.statement)])],
        fairnessAssessments: told.filter(({ finding }) => finding.subject.kind === "fairness").map(({ finding }) => ({
          groupAtRisk: finding.subject.segment ?? finding.subject.name, harms: `${finding.verdict}: ${finding.statement} [${toldValue(finding)}]`, ...(finding.waived === undefined ? {} : { mitigationStrategy: `waived until ${finding.waived.expiresAt}: ${finding.waived.reason}` }),
        })),
      },
      properties: runs.map(({ record, environment }) => ({ name: `lockstep:run:${record.kind}:${environment}`, value: record.run })),
    },
  };
};

/** A UUID (version 8, RFC 9562) that the same archive always has. */
const uuidOf = (text: string): string => {
  const hex = createHash("sha256").update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
