import { resolve } from "node:path";
import type { QualityContract } from "../../core/domain/quality.ts";
import type { ManifestWorld } from "../manifest/loaded-manifest.ts";
import { contractOfManifest, isManifest } from "./contract-of-manifest.ts";
import { readContractTree } from "./contract-tree.ts";
import { readOdcs } from "./read-odcs.ts";

/**
 * A data contract from its file: of the Open Data Contract Standard, or a manifest, whose features are one. `object` says which of several tables or
 * models is meant. LS201, LS232; of a manifest whatever is wrong with it.
 */
export const readContract = async (path: string, object: string | null, world: Pick<ManifestWorld, "cwd" | "env">): Promise<QualityContract> => {
  const contract = await readContractTree(resolve(world.cwd, path));
  return isManifest(contract.tree) ? contractOfManifest(path, object, world) : readOdcs(contract, object);
};
