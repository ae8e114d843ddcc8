import type { AccessStore } from "../../ports/access-store.ts";
import type { Catalogue } from "../../ports/catalogue.ts";
import type { Clock } from "../../ports/clock.ts";
import type { DeliveryStore } from "../../ports/delivery-store.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { SpanStore } from "../../ports/span-store.ts";
import type { CommandIo } from "../command-io.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import type { Receiving } from "../push/receiving.ts";
import type { LedgerFollower } from "./follow-ledger.ts";
import type { Launch } from "./launch.ts";

/** All that the server's resources work with. */
export interface ServerWorld {
  readonly store: RunStore;
  readonly catalogue: Catalogue;
  readonly access: AccessStore;
  readonly deliveries: DeliveryStore;
  readonly spans: SpanStore;
  /** Takes runs that were made elsewhere. */
  readonly receiving: Receiving;
  /** Who wants to hear of new entries. */
  readonly changes: LedgerFollower;
  /** The manifest with `server:`, `alerts:` and `policy:`; null where there is none, and the usual holds. */
  readonly loaded: LoadedManifest | null;
  /** The store's folder, absolute. */
  readonly folder: string;
  readonly clock: Clock;
  /** How people reach it, without a slash at its end; known once it listens. */
  readonly url: () => string;
  readonly log: ServerLog;
  /** Surroundings for what is run here as a command would run it: secrets are kept out by its `redact`. */
  readonly io: CommandIo;
  /** The way in for whoever started it. */
  readonly launch: Launch;
}

/** One line of JSON per event, without secrets. */
export interface ServerLog {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}
