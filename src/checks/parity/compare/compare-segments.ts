import type { FeatureRelation } from "../../../core/domain/prediction-relation.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { Engine } from "../../../ports/engine.ts";
import { countByGroup, type GroupCount, type GroupRequest } from "./count-by-group.ts";

export interface SegmentCount extends Omit<GroupCount, "grouping"> {
  readonly column: string;
}

/** Pairs and pairs outside tolerance by each value of each segment column, for every output. Pairs without features have no segment (null). */
export const compareSegments = async (engine: Engine, request: GroupRequest, features: FeatureRelation, segmentColumns: readonly string[]): Promise<readonly SegmentCount[]> => {
  const columns = segmentColumns.map((name) => {
    const feature = features.features.find((entry) => entry.name === name);
    if (feature !== undefined) return `f.${engine.dialect.identifier(feature.column)}`;
    throw new LockstepError("LS207", { message: `The inputs have no column "${name}"; they have: ${features.features.map((entry) => entry.name).join(", ")}`, place: `segment ${name}` });
  });
  const counts = await countByGroup(engine, request, columns, `LEFT JOIN ${features.sql} AS f ON f.key = r.key`);
  return counts.map(({ grouping, ...count }) => ({ column: segmentColumns[grouping] ?? "", ...count }));
};
