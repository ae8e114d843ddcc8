import type { EnvironmentRecord } from "../../core/domain/environment.ts";
import type { Finding } from "../../core/domain/finding.ts";
import type { Side } from "../../work/replay/side.ts";

/** What a command found before it handed two files on to a check: it enters the same run, and the same verdict. */
export interface Besides {
  /** The id that was told to whoever was asked. */
  readonly runId: string;
  readonly findings: readonly Finding[];
  /** Where the files came from, in place of the files themselves. */
  readonly environments: Readonly<Record<Side, Partial<EnvironmentRecord>>>;
}
