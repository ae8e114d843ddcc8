import { z } from "zod";
import { IdentityPart } from "./identity.ts";
import { CheckMode, checkNames, Owner, PreprocessingCase } from "./manifest.ts";

/** An override in force, as every report shows it. */
export const AppliedOverride = z.object({
  environment: z.string(),
  name: z.string(),
  reason: z.string(),
  /** What it sets, `version = 8`. */
  sets: z.array(z.string()),
  allow: z.array(z.string()),
  until: z.string().nullable(),
});
export type AppliedOverride = z.infer<typeof AppliedOverride>;

/** Limits in plain units; null where none was agreed. */
export const AgreedBudgets = z.object({
  /** Milliseconds by quantile, `{"0.99": 200}`. */
  latencyMs: z.record(z.string(), z.number()),
  errorRate: z.number().nullable(),
  memoryBytes: z.number().nullable(),
  gpuMemoryBytes: z.number().nullable(),
  cpuMsPerRequest: z.number().nullable(),
});
export type AgreedBudgets = z.infer<typeof AgreedBudgets>;

/** A file that was agreed upon, as found now. */
export const ArtifactDigest = z.object({ group: z.enum(["model", "preprocessing", "lock", "golden"]), path: z.string(), digest: z.string(), bytes: z.number().int().nonnegative() });
export type ArtifactDigest = z.infer<typeof ArtifactDigest>;

/**
 * What was agreed about one model and one pair of environments, resolved: defaults, `extends` and overrides applied, units plain.
 * A run keeps it whole, so that it can be judged again by what held then.
 */
export const Agreement = z.object({
  /** sha256 of each manifest file's text, the extending one first; the store keeps the texts. */
  manifests: z.array(z.object({ path: z.string(), digest: z.string() })),
  model: z.string(),
  modelVersion: z.string().nullable(),
  author: z.string().nullable(),
  owner: Owner.nullable(),
  modes: z.partialRecord(z.enum(checkNames), CheckMode),
  budgets: AgreedBudgets,
  overrides: z.array(AppliedOverride),
  artifacts: z.array(ArtifactDigest),
  /** Plain values that the fingerprint's decision fields are held against. */
  decision: z.object({ output: z.string().nullable(), threshold: z.number() }).nullable(),
  featureNames: z.array(z.string()).nullable(),
  image: z.string().nullable(),
  seeds: z.record(z.string(), z.number()),
  /** What holds in each of the two environments once its own overrides are applied; above is what the model says of itself. */
  perEnvironment: z.record(z.string(), z.object({
    modelVersion: z.string().nullable(), image: z.string().nullable(), decision: z.object({ output: z.string().nullable(), threshold: z.number() }).nullable(), seeds: z.record(z.string(), z.number()),
  })).optional(),
  cases: z.array(PreprocessingCase),
  /** Where each side can be read besides being asked; secrets stay references. */
  sources: z.record(z.string(), z.object({
    fingerprint: z.string().nullable(), lockstep: z.string().nullable(), metrics: z.string().nullable(), reported: z.string().nullable(),
    /** Sent when what it reports is read; secrets stay references. */
    reportedHeaders: z.record(z.string(), z.string()).optional(),
    /** Whether it is production; null: by its name. */
    production: z.boolean().nullable(),
  })),
  policy: z.object({
    identity: z.array(IdentityPart),
    equal: z.array(z.string()),
    /** Whether people wrote that list, or it stands there by default; then only what was read is held to it. */
    equalAgreed: z.boolean().optional(),
    baselineStandsIn: z.boolean(),
    signOff: z.object({ validForMs: z.number(), selfSigned: z.boolean(), allowWarnings: z.boolean(), signers: z.array(z.object({ name: z.string(), publicKey: z.string() })) }),
  }),
  /** Folder of baselines, absolute or relative to the first manifest. */
  baselines: z.string(),
});
export type Agreement = z.infer<typeof Agreement>;
