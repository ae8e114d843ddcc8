import type { Engine } from "../../../ports/engine.ts";
import { countByGroup, type GroupCount, type GroupRequest } from "./count-by-group.ts";

export interface ReplicaCount extends Omit<GroupCount, "grouping" | "value"> {
  /** The candidate's replica; null where it is unknown. */
  readonly replica: string | null;
}

/** Pairs and pairs outside tolerance by the candidate's replica, for every output. */
export const compareReplicas = async (engine: Engine, request: GroupRequest): Promise<readonly ReplicaCount[]> => {
  const counts = await countByGroup(engine, request, ["c.replica"], "");
  return counts.map(({ value, output, pairs, outside, bothError }) => ({ replica: value, output, pairs, outside, bothError }));
};
