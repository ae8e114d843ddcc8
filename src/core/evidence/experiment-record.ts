import { z } from "zod";
import { Decision } from "../domain/decision.ts";
import type { LedgerEntry } from "../domain/ledger-entry.ts";
import { Run } from "../domain/run.ts";
import { Verdict } from "../domain/verdict.ts";
import { identityOf } from "../fingerprint/identity-of.ts";
import { canonicalJson, type CanonicalValue } from "../ledger/canonical-json.ts";
import { sha256 } from "../ledger/sha256.ts";

/** Something that was read: a file, a recording, a log. */
const DataSource = z.object({ role: z.string(), name: z.string(), source: z.string(), digest: z.string().nullable(), rows: z.number().int().nonnegative().nullable() });

/** What a run was: everything one needs to find it again, to repeat it, and to say who answers for it. */
export const ExperimentRecord = z.object({
  run: z.string(),
  kind: Run.shape.kind,
  model: z.string().nullable(),
  modelVersion: z.string().nullable(),
  startedAt: z.string(),
  finishedAt: z.string(),
  /** Who entered it into the ledger; null where it was never entered. */
  actor: z.string().nullable(),
  tool: Run.shape.tool,
  host: Run.shape.host,
  codeRevision: z.string().nullable(),
  data: z.array(DataSource),
  /** The agreed files as they were found. */
  artifacts: z.array(z.object({ group: z.string(), path: z.string(), digest: z.string() })),
  parameters: z.object({ options: Run.shape.options, seed: z.number().int(), claim: Run.shape.claim, manifests: z.array(z.object({ path: z.string(), digest: z.string() })), agreement: z.string().nullable() }),
  /** Digests by part, of each environment and replica that was read. */
  environments: z.array(z.object({ name: z.string(), side: z.string(), address: z.string(), version: z.string().nullable(), replica: z.string().nullable(), identity: z.record(z.string(), z.string().nullable()) })),
  outcome: z.object({ verdict: Verdict, headline: z.string(), decision: Decision, findings: z.partialRecord(Verdict, z.number().int().nonnegative()) }),
  /** sha256 of the document as the ledger sealed it, its place in the ledger, and what rests on it. */
  links: z.object({ digest: z.string(), sequence: z.number().int().nullable(), baseline: z.string().nullable(), baselines: z.array(z.string()), signOffs: z.array(z.string()), since: z.string().nullable() }),
});
export type ExperimentRecord = z.infer<typeof ExperimentRecord>;

/** What is known of a run besides its own document. */
export interface RunPlace {
  /** sha256 of the document as it was sealed. */
  readonly digest: string;
  readonly entry: Pick<LedgerEntry, "sequence" | "actor"> | null;
  /** `risk/v3` and digests of sign-offs that rest on this run. */
  readonly baselines: readonly string[];
  readonly signOffs: readonly string[];
}

/** The record of a run, from its document and its place in the ledger. */
export const experimentRecord = (run: Run, { digest, entry, baselines, signOffs }: RunPlace): ExperimentRecord => {
  const { agreement, environments: sides } = run;
  const findings: Partial<Record<Verdict, number>> = {};
  for (const { verdict } of run.findings) findings[verdict] = (findings[verdict] ?? 0) + 1;
  return {
    run: run.id, kind: run.kind, model: agreement?.model ?? sides.candidate.model ?? sides.reference.model, modelVersion: sides.candidate.version ?? agreement?.modelVersion ?? null,
    startedAt: run.startedAt, finishedAt: run.finishedAt, actor: entry?.actor ?? null, tool: run.tool, host: run.host, codeRevision: run.codeRevision,
    data: dataOf(run),
    artifacts: (agreement?.artifacts ?? []).map(({ group, path, digest: of }) => ({ group, path, digest: of })),
    parameters: { options: run.options, seed: run.seed, claim: run.claim, manifests: (agreement?.manifests ?? []).map(({ path, digest: of }) => ({ path, digest: of })), agreement: agreement === null ? null : sha256(canonicalJson(agreement as unknown as CanonicalValue)) },
    environments: [sides.reference, sides.candidate].flatMap(({ name, side, address, version }) => {
      const read = run.fingerprints.filter(({ environment }) => environment === name);
      return read.length === 0 ? [{ name, side, address, version, replica: null, identity: {} }] : read.map(({ replica, fingerprint }) => ({ name, side, address, version, replica, identity: { ...identityOf(fingerprint) } as Record<string, string | null> }));
    }),
    outcome: { verdict: run.verdict, headline: run.headline, decision: run.decision, findings },
    links: { digest, sequence: entry?.sequence ?? null, baseline: run.baseline === null ? null : `${run.baseline.model}/v${run.baseline.version}`, baselines: [...baselines], signOffs: [...signOffs], since: run.since?.run ?? null },
  };
};

const dataOf = ({ inputs, environments, validation }: Run): ExperimentRecord["data"] => [
  ...(validation === null ? [{ role: "inputs", name: "inputs", source: inputs.source, digest: inputs.digest, rows: inputs.rows }] : []),
  ...[environments.reference, environments.candidate].flatMap(({ side, name, address, digest }) => (digest === null ? [] : [{ role: side, name, source: address, digest, rows: null }])),
  ...(validation?.sources ?? []).map(({ role, name, source, digest, rows }) => ({ role, name, source, digest, rows: Math.max(0, rows) })),
];
