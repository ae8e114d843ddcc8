import type { QualityRule } from "../../core/domain/quality.ts";

/** A rule about rows, spelled: conditions over the relation's columns, none of them ever null. */
export interface RowRule {
  readonly rule: QualityRule;
  /** True for a row that breaks it. */
  readonly broken: string;
  /** True for a row that has something to be held against it. */
  readonly held: string;
  /** What is shown of a broken row, as text. */
  readonly value: string;
  /** The type of the whole column is another one: when no single value gives it away, all of them break the rule. */
  readonly wholeColumn: boolean;
}

/** What a dimension spells for one column; `held` is the column's values when it is left out. */
export interface ColumnSql {
  readonly broken: string;
  readonly held?: string;
  readonly wholeColumn?: boolean;
}
