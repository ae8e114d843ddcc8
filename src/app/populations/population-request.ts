import type { PopulationColumn } from "../../core/domain/population.ts";
import type { Engine } from "../../ports/engine.ts";
import type { TimeWindow } from "../../work/populations/cut-window.ts";
import type { RawLog } from "./open-raw-log.ts";

/** Labels that came later, in a file of their own. What is null is found by its name. */
export interface LabelsRequest {
  /** A file, a folder of parts or a glob. */
  readonly source: string;
  readonly key: string | null;
  readonly label: string | null;
  readonly ts: string | null;
}

/** What people said columns are for; the rest is guessed. */
export interface RequestedRoles {
  readonly id: string | null;
  readonly ts: string | null;
  readonly score: readonly string[];
  readonly decision: readonly string[];
  readonly label: readonly string[];
  readonly segment: readonly string[];
  readonly feature: readonly string[];
  readonly ignore: readonly string[];
  /** What comes true later, by the names that others know it by: no feature wherever it is there, and missed by nobody where it is not. */
  readonly outcomes?: readonly string[];
}

/** Which log, and how to read it. */
export interface PopulationRequest {
  readonly name: string;
  /** A file, a folder of parts or a glob. */
  readonly source: string;
  /** The id of a log format; null: recognised. */
  readonly format: string | null;
  /** A mapping file. */
  readonly map: string | null;
  /** IANA zone of times without one. */
  readonly zone: string | null;
  readonly roles: RequestedRoles;
  readonly labels: LabelsRequest | null;
  readonly window: TimeWindow;
  /** Columns of the population that this one is compared with: what both have is read alike. */
  readonly like: readonly PopulationColumn[] | null;
  readonly cwd: string;
  /** Which of the source's files are read; all of them when left out. For those who know what was in the others. */
  readonly among?: (path: string) => boolean;
  /**
   * Computes columns from the columns of the log before anybody asks what they are for, as a packed preprocessing does: a log in, a log with other `fields`,
   * `sql` and parts out, the rest as it was.
   */
  readonly transform?: (engine: Engine, raw: RawLog) => Promise<RawLog>;
  /** The same for the transform that the mapping names. */
  readonly transformOf?: (spec: string) => (engine: Engine, raw: RawLog) => Promise<RawLog>;
  /** Where references to secrets lead; the process's own environment when left out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Told of the key of hashes, so that whatever prints can leave it out. */
  readonly keepSecret?: (secret: string) => void;
}
