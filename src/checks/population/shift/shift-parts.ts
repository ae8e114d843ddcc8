import type { ColumnShift, ShiftMeasure } from "../../../core/domain/population-comparison.ts";
import type { ShiftClaim } from "./shift-claim.ts";

/** What one kind of column has to say of its values. */
export interface ShiftParts {
  readonly claims: readonly ShiftClaim[];
  readonly measures: readonly ShiftMeasure[];
  readonly summary: ColumnShift["summary"];
  readonly picture: ColumnShift["picture"];
  /** What a reader wants to hear beside the distance: `median 41,000 → 52,300`. Null where there is nothing to say. */
  readonly told: () => string | null;
}
