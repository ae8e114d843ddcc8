import type { QualityContract } from "../../core/domain/quality.ts";
import { readContractTree } from "./contract-tree.ts";
import { readOdcs } from "./read-odcs.ts";

/** A data contract from its file: of the Open Data Contract Standard. `object` says which of several tables is meant. LS201, LS232. */
export const readContract = async (path: string, object: string | null = null): Promise<QualityContract> => readOdcs(await readContractTree(path), object);
