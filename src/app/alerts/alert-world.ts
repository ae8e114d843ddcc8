import type { Catalogue } from "../../ports/catalogue.ts";
import type { Clock } from "../../ports/clock.ts";
import type { DeliveryStore } from "../../ports/delivery-store.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { CommandIo } from "../command-io.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import type { ServerLog } from "../serve/server-world.ts";

/** What delivering works with. */
export interface AlertWorld {
  readonly store: RunStore;
  readonly catalogue: Catalogue;
  readonly deliveries: DeliveryStore;
  readonly loaded: LoadedManifest | null;
  readonly clock: Clock;
  /** How people reach the server, without a slash at its end; empty where nobody knows. */
  readonly url: () => string;
  readonly io: Pick<CommandIo, "env" | "cwd" | "keepSecret" | "redact">;
  readonly log: ServerLog;
  /** Names this process among those that deliver. */
  readonly holder: string;
  /** How long a delivery is this process' own while it sends it; after a kill others wait for as long. A minute when left out. */
  readonly leaseMs?: number;
  /** Whether a server is left to do it while one does: for whoever knows less of how people reach it. */
  readonly yields?: boolean;
}
