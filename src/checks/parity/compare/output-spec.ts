import type { OutputComparison } from "../../../core/domain/comparison.ts";
import type { RelationOutput } from "../../../core/domain/prediction-relation.ts";

/** How one output is to be compared. A side that lacks it is compared all the same: every value is missing or extra. */
export type OutputSpec = Pick<OutputComparison, "output" | "role" | "roleOrigin" | "tolerance">;

/** An output with its column on each side; null where a side has none. */
export interface PairedOutput extends OutputSpec {
  readonly reference: RelationOutput | null;
  readonly candidate: RelationOutput | null;
}
