import type { Engine } from "./engine.ts";

/** A foreign file opened as a relation of the engine: SQL and declared gaps, never a row loop. */
export interface SourceRelation {
  /** A table expression for FROM. */
  readonly sql: string;
  readonly format: string;
  /** Name and engine type of each column. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: number;
  /** sha256 of the file's bytes, hex. */
  readonly digest: string;
}

/** The plug-in: recognises a file and opens it. Rejects with LS201, LS202, LS203, LS209. */
export interface SourceFormat {
  readonly id: string;
  readonly extensions: readonly string[];
  open(engine: Engine, path: string): Promise<SourceRelation>;
}
