import type { DType } from "../../core/domain/dtype.ts";

/** A feature beside the pairs: its name for people and its column in the pairs table. */
export interface FeatureColumn {
  readonly name: string;
  readonly column: string;
  readonly dtype: DType;
}
