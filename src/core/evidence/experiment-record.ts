import { z } from "zod";
import { Decision } from "../domain/decision.ts";
import { Run } from "../domain/run.ts";
import { Verdict } from "../domain/verdict.ts";

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
