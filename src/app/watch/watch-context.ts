import type { IncidentPolicy } from "../../core/incident/incident-policy.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { CheckOptions } from "../check/check-options.ts";
import type { CommandIo } from "../command-io.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";

/** What every job of one watch works with. */
export interface WatchContext {
  /** As it is now, anew for every job: what was agreed meanwhile holds. */
  readonly load: (filesOf: readonly string[]) => Promise<LoadedManifest>;
  readonly store: RunStore;
  /** The store's folder, absolute. */
  readonly folder: string;
  readonly policy: IncidentPolicy;
  /** Quiet: a job says one line. */
  readonly io: CommandIo;
  readonly actor: string;
  /** Puts files in the place of `@file`. */
  readonly complete: (options: CheckOptions) => Promise<CheckOptions>;
}
