import type { FeatureRelation } from "../../core/domain/prediction-relation.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { listOf } from "../../core/wording/list-of.ts";

/** LS207 for a label that no column holds, LS210 where there are no rows that could hold one: metrics that were asked for are never left out in silence. */
export const requireLabel = (features: FeatureRelation | null, label: string | null): void => {
  if (label === null) return;
  const place = `--label ${label}`;
  if (features === null) throw new LockstepError("LS210", { message: "a label is a column of the inputs, and there are none", place });
  const names = features.features.map(({ name }) => name);
  if (!names.includes(label)) throw new LockstepError("LS207", { message: `there is no column ${label} to take for the label; there are ${names.length === 0 ? "none beside key and outputs" : listOf(names)}`, place });
};
