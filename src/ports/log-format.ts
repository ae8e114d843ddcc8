import type { LogCoverage, PopulationRelation } from "../core/domain/population.ts";
import type { Engine } from "./engine.ts";

/** What a log's first file looks like, for recognising it; nothing of it is kept. */
export interface LogEvidence {
  readonly paths: readonly string[];
  /** Top-level columns or keys of the first file with their engine types. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** The first records, each as JSON text, at most 20. */
  readonly records: readonly string[];
}

export interface LogOptions {
  readonly name: string;
  /** IANA zone of times written without one; null when nobody said, and such times are then taken as UTC and declared as a gap that bends. */
  readonly zone: string | null;
  /** Names of features in the order of a payload that has none (CSV bodies, tensors). */
  readonly featureNames: readonly string[] | null;
}

/** A log opened: mapped in SQL, never row by row. `read` is what the mapping alone can tell; the rest of the coverage is counted afterwards. */
export interface OpenedLog {
  readonly relation: PopulationRelation;
  readonly read: Pick<LogCoverage, "recordsRead" | "rowsParsed" | "dropped" | "nonSuccess" | "sampling">;
}

/** The plug-in: one foreign way of writing predictions down. Files exist, are readable and not empty. */
export interface LogFormat {
  readonly id: string;
  readonly title: string;
  /** 0: not this; 1: certainly. Above one half only with proof in the records. */
  recognise(evidence: LogEvidence): number;
  /** Rejects with LS202 (no rows), LS203 (damaged), LS230 (not this format). Temporary views and tables of the engine may be made. */
  open(engine: Engine, paths: readonly string[], options: LogOptions): Promise<OpenedLog>;
}
