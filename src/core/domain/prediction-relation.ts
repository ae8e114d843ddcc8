import type { DType } from "./dtype.ts";

/**
 * The canonical table that every recording and every file of predictions is mapped to before anything is compared: a table
 * expression with the columns
 * - `key` VARCHAR, unique, not null
 * - `error_code` VARCHAR, null where the environment answered
 * - `replica` VARCHAR, null where unknown
 * - `position` BIGINT, the row's place in the inputs or in the file, from 0
 * - one column per output, as named in `outputs`, in the type the model wrote
 */
export interface PredictionRelation {
  readonly environment: string;
  /** Goes behind FROM as it is. */
  readonly sql: string;
  readonly rows: number;
  readonly outputs: readonly RelationOutput[];
}

export interface RelationOutput {
  readonly name: string;
  readonly column: string;
  readonly dtype: DType;
  /** For an element of a list: the column that holds how long each row's list is. */
  readonly lengthColumn?: string;
}

/** Input rows beside the predictions: `key` VARCHAR and one column per feature, for segments, labels and diagnosis. */
export interface FeatureRelation {
  readonly sql: string;
  readonly features: readonly { readonly name: string; readonly column: string; readonly dtype: DType }[];
}
