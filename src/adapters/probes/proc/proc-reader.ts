import type { ProcessEnvironment } from "./environment-of.ts";
import type { FieldReading } from "./field-reading.ts";
import type { Interpreter } from "./interpreter.ts";
import type { ProcessFiles } from "./process-files.ts";

/** What every reader of a process is given. */
export interface ProcSubject {
  readonly reading: FieldReading;
  readonly files: ProcessFiles;
  readonly env: ProcessEnvironment;
  readonly interpreter: Interpreter | null;
  /** Paths of the files mapped into it, sorted; a deleted one ends with ` (deleted)`. */
  readonly mapped: readonly string[];
  /** The words of its command line; never shown, only looked at. */
  readonly words: readonly string[];
  readonly comparable: (path: string) => string;
  /** Folders of model files that people named, as that process sees them. */
  readonly folders: readonly string[];
  /** Names of variables, or `PREFIX_*`, that are told as salted hashes. */
  readonly settings: readonly string[];
  readonly signal: AbortSignal | undefined;
}

/** Gathers some kinds of fields. */
export type ProcReader = (subject: ProcSubject) => void | Promise<void>;
