import type { CommandIo } from "../command-io.ts";
import { findManifest } from "../manifest/find-manifest.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import { readPolicyManifest } from "../manifest/read-policy-manifest.ts";
import type { PolicyInForce } from "./enter-policy.ts";

/** The policy that a manifest puts in force; null of a missing manifest and of one that says nothing. */
export const policyOfManifest = (loaded: Pick<LoadedManifest, "manifest"> | null): PolicyInForce => ({ policy: loaded?.manifest.policy ?? null, project: loaded?.manifest.project ?? null });

/** The policy of the manifest that is found here, whose files need not be there. What a manifest fails with: a policy that cannot be read is not the usual one. */
export const policyHere = async (io: CommandIo): Promise<PolicyInForce> => policyOfManifest(await manifestHere(io));

/** The manifest that is named, else the one that is found here; null where there is none. LS117 and what a manifest fails with. */
export const manifestHere = async (io: CommandIo, manifest: string | null = null): Promise<Pick<LoadedManifest, "path" | "manifest"> | null> => {
  const path = manifest ?? findManifest(io.cwd);
  return path === null ? null : readPolicyManifest(path, { cwd: io.cwd, env: io.env });
};
