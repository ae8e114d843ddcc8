import { createSqliteCatalogue } from "../../adapters/stores/sqlite/create-sqlite-catalogue.ts";
import { createSqliteDeliveryStore } from "../../adapters/stores/sqlite/create-sqlite-delivery-store.ts";
import type { Clock } from "../../ports/clock.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { CommandIo } from "../command-io.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import type { ServerLog } from "../serve/server-world.ts";
import type { AlertWorld } from "./alert-world.ts";
import { deliverAlerts, deliverDue } from "./deliver-alerts.ts";

/** Alerts beside other work in the same process. */
export interface AlertsBeside {
  /** Delivers from now on. */
  start(): void;
  /** Stops that, and delivers once what is due: nobody waits for a group to be complete who does not stay. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

const nothing: AlertsBeside = { start: () => {}, finish: async () => {}, close: async () => {} };

/** Delivers the alerts of a manifest, unless a server does; nothing where it has no `alerts:`. What cannot be delivered is noted and keeps the other work from nothing. */
export const alertsBeside = (loaded: LoadedManifest, { store, folder, clock, io }: { readonly store: RunStore; readonly folder: string; readonly clock: Clock; readonly io: CommandIo }): AlertsBeside => {
  if (loaded.manifest.alerts === undefined) return nothing;
  const [catalogue, deliveries] = [createSqliteCatalogue(folder), createSqliteDeliveryStore(folder)];
  const url = (loaded.manifest.server?.url ?? "").replace(/\/+$/, "");
  const world: AlertWorld = { store, catalogue, deliveries, loaded, clock, io, url: () => url, log: logOf(io), holder: `watch ${process.pid}`, yields: true };
  const stopping = new AbortController();
  let working: Promise<void> = Promise.resolve();
  const stop = async (): Promise<void> => {
    stopping.abort(new Error("the watch ends"));
    await working;
  };
  return {
    start: () => { working = deliverAlerts(world, AbortSignal.any([stopping.signal, io.signal])); },
    finish: async () => {
      await stop();
      await deliverDue(world, io.signal).catch((error: unknown) => io.note(`alerts: ${io.redact((error as Error).message)}`));
    },
    close: async () => {
      await stop();
      deliveries.close();
      catalogue.close();
    },
  };
};

const logOf = (io: CommandIo): ServerLog => {
  const note = (fields: Readonly<Record<string, unknown>>, message: string): void => io.note(`alerts: ${String(fields["channel"] ?? "")} ${message}: ${String(fields["reason"] ?? fields["error"] ?? "")}`.replaceAll(/ +/g, " "));
  return { info: () => {}, warn: note, error: note };
};
