import { resolve } from "node:path";
import { Manifest } from "../../core/domain/manifest.ts";
import { loadManifest } from "./load-manifest.ts";
import type { LoadedManifest, ManifestWorld } from "./loaded-manifest.ts";
import { plainOf } from "./plain-of.ts";
import { policyProblems } from "./policy-problems.ts";
import { readChain } from "./read-chain.ts";
import { schemaProblems } from "./schema-problems.ts";

/** A manifest for those who need its policy alone: models and targets that it names need not be there. Where its form or its policy is wrong it fails as `loadManifest` does. */
export const readPolicyManifest = async (path: string, world: ManifestWorld): Promise<Pick<LoadedManifest, "path" | "manifest">> => {
  const whole = resolve(world.cwd, path);
  const told = (): Promise<LoadedManifest> => loadManifest(path, { ...world, filesOf: [] });
  const chain = await readChain(whole, world.cwd).catch(() => null);
  if (chain === null || chain.tree === null || !chain.whole || chain.problems.length > 0 || schemaProblems(chain.tree).length > 0) return told();
  const checked = { tree: chain.tree, manifest: Manifest.parse(plainOf(chain.tree)), world };
  return policyProblems(checked).length > 0 ? told() : { path: whole, manifest: checked.manifest };
};
