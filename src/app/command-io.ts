import type { ProgressListener } from "../ports/progress.ts";

/** The world as a command meets it: where results go, who hears of progress, and what stops it. */
export interface CommandIo {
  /** Results. */
  readonly out: (text: string) => void;
  /** One line for people that is neither result nor progress: a warning, a hint. Goes to stderr. */
  readonly note: (text: string) => void;
  readonly progress: ProgressListener;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Whether results may be coloured. */
  readonly colour: boolean;
  /** Whether the terminal shows no more than ASCII. */
  readonly ascii: boolean;
  /** Columns of the terminal that results go to; 80 elsewhere. */
  readonly width: number;
  /** Keeps a secret out of everything that is printed or logged from now on; told by whoever resolves one. */
  readonly keepSecret: (secret: string) => void;
  /** Takes out what `keepSecret` was told, and credentials by their form; for texts that others sent and a run will hold. */
  readonly redact: (text: string) => string;
}
