import { dirname, resolve } from "node:path";
import { systemClock } from "../../adapters/clock/system/system-clock.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { defaultStore } from "../check/check-defaults.ts";
import type { CommandIo } from "../command-io.ts";
import { findManifest } from "../manifest/find-manifest.ts";
import { loadManifest } from "../manifest/load-manifest.ts";
import { noStore, openExistingStore } from "../open-store.ts";
import type { AlertWorld } from "./alert-world.ts";

/** The manifest with its channels, for who sends over one. LS117 when there is none. */
export const loadAlerts = async (manifest: string | null, io: CommandIo): Promise<Pick<AlertWorld, "loaded" | "clock" | "io" | "url">> => {
  const path = manifest ?? findManifest(io.cwd);
  if (path === null) throw new LockstepError("LS117", { message: "there is no lockstep.yaml here or further up that could name channels", place: io.cwd });
  const loaded = await loadManifest(path, { cwd: io.cwd, env: io.env, filesOf: [] });
  const url = (loaded.manifest.server?.url ?? "").replace(/\/+$/, "");
  return { loaded, clock: systemClock, io, url: () => url };
};

/** What was delivered from a store; null: the manifest's, else the usual one. LS501 when there is none. Close it in the end. */
export const openDeliveries = async (typed: string | null, io: CommandIo): Promise<Pick<AlertWorld, "store" | "catalogue" | "deliveries" | "clock"> & { close(): void }> => {
  const folder = typed === null ? await usualFolder(io) : resolve(io.cwd, typed);
  const store = await openExistingStore(folder, io.cwd);
  if (store === null) throw noStore(folder);
  const { createSqliteCatalogue } = await import("../../adapters/stores/sqlite/create-sqlite-catalogue.ts");
  const { createSqliteDeliveryStore } = await import("../../adapters/stores/sqlite/create-sqlite-delivery-store.ts");
  const [catalogue, deliveries] = [createSqliteCatalogue(folder), createSqliteDeliveryStore(folder)];
  return {
    store, catalogue, deliveries, clock: systemClock,
    close: () => { for (const each of [deliveries, catalogue, store]) each.close(); },
  };
};

const usualFolder = async (io: CommandIo): Promise<string> => {
  const path = findManifest(io.cwd);
  const said = path === null ? undefined : (await loadManifest(path, { cwd: io.cwd, env: io.env, filesOf: [] })).manifest.store;
  return path === null || said === undefined ? resolve(io.cwd, defaultStore) : resolve(dirname(resolve(io.cwd, path)), said);
};
