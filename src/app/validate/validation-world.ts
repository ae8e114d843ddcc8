import type { Engine } from "../../ports/engine.ts";
import type { ProfileStore } from "../../ports/profile-store.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { SeriesStore } from "../../ports/series-store.ts";

/** What a look works with. */
export interface ValidationWorld {
  readonly engine: Engine;
  readonly runs: RunStore;
  readonly series: SeriesStore;
  readonly profiles: ProfileStore;
  /** The store's folder, absolute. */
  readonly store: string;
  /** A folder within it that is gone afterwards, absolute. */
  readonly temporary: string;
}
