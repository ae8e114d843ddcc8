import { relative, resolve } from "node:path";
import type { z } from "zod";
import type { Agreement, AgreedBudgets, AppliedOverride } from "../../core/domain/agreement.ts";
import { ModelEntry } from "../../core/domain/manifest.ts";
import { readBytes } from "../../core/quantities/read-bytes.ts";
import { readDuration } from "../../core/quantities/read-duration.ts";
import { readShare } from "../../core/quantities/read-share.ts";
import { type EnvironmentSide, environmentSide, headersAt, pathOrAddress } from "./environment-flags.ts";
import { environmentTree, type LoadedManifest } from "./loaded-manifest.ts";
import { defaultBaselines, defaultPolicy } from "./manifest-defaults.ts";
import { askingFlags, modelFlags } from "./model-flags.ts";
import { fromCwd, pathOf } from "./path-of.ts";
import type { Placed } from "./placed.ts";
import { plainOf } from "./plain-of.ts";
import { chooseEnvironment, chooseModel, overridesOf, resolveModel } from "./resolve-model.ts";
import { mapAt, textAt, valueAt } from "./value-at.ts";

/** Which of the comparisons that a manifest describes. */
export interface AskedPair {
  readonly model?: string;
  readonly reference: string;
  readonly candidate: string;
}

export interface ResolvedAgreement {
  readonly agreement: Agreement;
  /** As if typed: what was really typed is laid over them, and parseCheckOptions reads both. */
  readonly flags: Record<string, unknown>;
  /** `staging=http://…` */
  readonly targets: { readonly reference: string; readonly candidate: string };
  /** Environments of which only the fingerprint can be compared: `training` without recorded predictions; their target is then a folder. */
  readonly fingerprintOnly: readonly string[];
}

/** What was agreed about one model and one pair of environments, resolved. LS113 and LS114 when the pair is not in the manifest. */
export const resolveAgreement = (loaded: LoadedManifest, asked: AskedPair): ResolvedAgreement => {
  const { manifest, world } = loaded;
  const model = chooseModel(loaded, asked.model);
  const pair = [chooseEnvironment(loaded, model, asked.reference), chooseEnvironment(loaded, model, asked.candidate)] as const;
  const own = parsed(resolveModel(loaded, model));
  // The candidate is what is judged: where both differ on purpose, its word goes first.
  const tree = resolveModel(loaded, model, pair);
  const agreed = parsed(tree);
  const sides = { reference: environmentSide(loaded, model, pair[0], "reference"), candidate: environmentSide(loaded, model, pair[1], "candidate") };
  const folder = resolve(loaded.path, "..");
  const values = (entry: z.infer<typeof ModelEntry>) => ({ modelVersion: entry.version === undefined ? null : String(entry.version), image: entry.image ?? null, decision: decisionOf(entry), seeds: entry.seeds ?? {} });
  const agreement: Agreement = {
    manifests: loaded.files.map(({ path, digest }) => ({ path: relative(folder, path), digest })),
    model,
    ...values(own),
    author: agreed.author ?? null,
    owner: agreed.owner ?? manifest.owner ?? null,
    modes: agreed.checks ?? {},
    budgets: budgetsOf(agreed.budgets),
    overrides: [...new Set(pair)].flatMap((environment) => overridesOf(loaded, model, environment).map(({ override }) => appliedOverride(environment, override))),
    artifacts: [],
    perEnvironment: Object.fromEntries(pair.map((environment) => [environment, values(parsed(resolveModel(loaded, model, [environment])))])),
    featureNames: agreed.features?.map(({ name }) => name) ?? null,
    cases: agreed.preprocessing?.cases ?? [],
    sources: Object.fromEntries(pair.map((environment, index) => [environment, sourcesOf(loaded, model, environment, index === 0 ? sides.reference : sides.candidate)])),
    policy: policyOf(loaded),
    baselines: manifest.baselines ?? defaultBaselines,
  };
  return {
    agreement,
    flags: {
      ...modelFlags(agreed, tree, world.cwd),
      ...askingFlags(manifest.asking),
      ...sides.reference.flags,
      ...sides.candidate.flags,
      ...(manifest.store === undefined ? {} : { store: fromCwd(resolve(folder, manifest.store), world.cwd) }),
    },
    targets: { reference: sides.reference.target, candidate: sides.candidate.target },
    fingerprintOnly: [...new Set(pair)].filter((_, index) => (index === 0 ? sides.reference : sides.candidate).fingerprintOnly),
  };
};

const parsed = (tree: Placed): z.infer<typeof ModelEntry> => ModelEntry.parse(plainOf(tree));

const decisionOf = ({ decision }: z.infer<typeof ModelEntry>): Agreement["decision"] => (decision === undefined ? null : { output: decision.output ?? null, threshold: decision.threshold });

const quantiles = { p50: "0.5", p95: "0.95", p99: "0.99" } as const;

const budgetsOf = (budgets: z.infer<typeof ModelEntry>["budgets"]): AgreedBudgets => {
  const read = (value: string | number | undefined, reader: (text: string) => number | undefined): number | null => (value === undefined ? null : typeof value === "number" ? value : (reader(value) ?? null));
  const latency = Object.entries(quantiles).flatMap(([name, q]) => {
    const ms = read(budgets?.latency?.[name as keyof typeof quantiles], readDuration);
    return ms === null ? [] : [[q, ms] as const];
  });
  return {
    latencyMs: Object.fromEntries(latency),
    errorRate: read(budgets?.errorRate, readShare),
    memoryBytes: read(budgets?.memory, readBytes),
    gpuMemoryBytes: read(budgets?.gpuMemory, readBytes),
    cpuMsPerRequest: read(budgets?.cpuPerRequest, readDuration),
  };
};

const appliedOverride = (environment: string, override: Placed): AppliedOverride => {
  const allow = valueAt(override, ["allow"]);
  return {
    environment,
    name: textAt(override, ["name"]) ?? "",
    reason: textAt(override, ["reason"]) ?? "",
    sets: [...(mapAt(override, ["set"])?.entries ?? [])].map(([path, { value }]) => `${path} = ${JSON.stringify(plainOf(value))}`),
    allow: allow?.kind === "list" ? allow.items.map((item) => String(plainOf(item))) : [],
    until: textAt(override, ["until"]) ?? null,
  };
};

const sourcesOf = (loaded: LoadedManifest, model: string, environment: string, side: EnvironmentSide): Agreement["sources"][string] => {
  const tree = environmentTree(loaded.tree, model, environment);
  const production = valueAt(tree, ["production"]);
  return {
    fingerprint: side.fingerprint,
    lockstep: textAt(tree, ["lockstep"]) ?? null,
    metrics: textAt(tree, ["metrics"]) ?? null,
    reported: pathOrAddress(valueAt(tree, ["reported", "source"]), loaded.world.cwd),
    ...(mapAt(tree, ["reported", "headers"]) === undefined ? {} : { reportedHeaders: headersAt(tree, ["reported", "headers"], loaded.world.cwd) }),
    production: production?.kind === "scalar" && typeof production.value === "boolean" ? production.value : null,
  };
};

const policyOf = ({ manifest, tree, world }: LoadedManifest): Agreement["policy"] => {
  const { policy } = manifest;
  return {
    identity: policy?.identity ?? defaultPolicy.identity,
    equal: policy?.equal ?? defaultPolicy.equal,
    equalAgreed: policy?.equal !== undefined,
    baselineStandsIn: policy?.baseline?.standIn ?? defaultPolicy.baselineStandsIn,
    signOff: {
      validForMs: readDuration(policy?.signOff?.validFor ?? "") ?? defaultPolicy.signOff.validForMs,
      selfSigned: policy?.signOff?.selfSigned ?? defaultPolicy.signOff.selfSigned,
      allowWarnings: policy?.signOff?.allowWarnings ?? defaultPolicy.signOff.allowWarnings,
      signers: (policy?.signOff?.signers ?? []).map(({ name }, index) => {
        const key = valueAt(tree, ["policy", "signOff", "signers", index, "publicKey"]);
        return { name, publicKey: key === undefined ? "" : fromCwd(pathOf(key), world.cwd) };
      }),
    },
  };
};
