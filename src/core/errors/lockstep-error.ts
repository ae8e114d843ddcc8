import { ExitCode } from "../domain/exit-code.ts";
import { type ErrorCode, errorCatalogue } from "./error-catalogue.ts";

export interface ErrorDetails {
  /** What happened here, with the names and numbers of this case. */
  readonly message: string;
  /** File, line and column, URL, option or row: where to look. */
  readonly place?: string;
  /** What to do about it in this case; the catalogue's general advice otherwise. */
  readonly todo?: string;
  readonly cause?: unknown;
}

/** An expected failure: it has a code, a place and advice. Any other error that reaches the top is a bug in Lockstep. */
export class LockstepError extends Error {
  override readonly name = "LockstepError";
  readonly code: ErrorCode;
  readonly place: string | null;
  readonly todo: string;
  readonly exitCode: ExitCode;

  constructor(code: ErrorCode, details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    const entry = errorCatalogue[code];
    this.code = code;
    this.place = details.place ?? null;
    this.todo = details.todo ?? entry.todo;
    this.exitCode = ExitCode[entry.exit];
  }
}
