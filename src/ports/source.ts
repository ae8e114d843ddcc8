import type { Engine } from "./engine.ts";

/** A foreign file opened as a relation of the engine: SQL and declared gaps, never a row loop. */
export interface SourceRelation {
  /** A table expression for FROM. */
  readonly sql: string;
  /** An expression within `sql`: the row's place in the file, from 0. */
  readonly position: string;
  readonly format: string;
  /** Name and engine type of each column. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: number;
  /** sha256 of the file's bytes, hex. */
  readonly digest: string;
}

/** The plug-in: recognises a file by its ending and opens it. Rejects with LS202 (no rows), LS203, LS209. */
export interface SourceFormat {
  readonly id: string;
  readonly extensions: readonly string[];
  /** `digest` is the sha256 of the file's bytes, hex; the file is known to exist and not to be empty. */
  open(engine: Engine, path: string, digest: string): Promise<SourceRelation>;
}
