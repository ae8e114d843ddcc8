import { randomBytes } from "node:crypto";
import { dirname, resolve } from "node:path";
import { systemClock } from "../../adapters/clock/system/system-clock.ts";
import { createSqliteAccessStore } from "../../adapters/stores/sqlite/create-sqlite-access-store.ts";
import { createSqliteCatalogue } from "../../adapters/stores/sqlite/create-sqlite-catalogue.ts";
import { createSqliteDeliveryStore } from "../../adapters/stores/sqlite/create-sqlite-delivery-store.ts";
import { createSqliteSpanStore } from "../../adapters/stores/sqlite/create-sqlite-span-store.ts";
import { actor } from "../actor.ts";
import { defaultStore } from "../check/check-defaults.ts";
import type { CommandIo } from "../command-io.ts";
import { findManifest } from "../manifest/find-manifest.ts";
import { loadManifest } from "../manifest/load-manifest.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import { openStore } from "../open-store.ts";
import { receiveBeside } from "../push/receive-beside.ts";
import { followLedger } from "./follow-ledger.ts";
import type { ServeOptions } from "./serve-settings.ts";
import { serverLog } from "./server-log.ts";
import type { ServerWorld } from "./server-world.ts";

/** The manifest that was named or is near; null where there is none, for a server needs none. A model's files are looked at when its turn comes. */
export const serverManifest = async ({ manifest }: Pick<ServeOptions, "manifest">, io: CommandIo): Promise<LoadedManifest | null> => {
  const path = manifest ?? findManifest(io.cwd);
  return path === null ? null : loadManifest(path, { cwd: io.cwd, env: io.env, filesOf: [] });
};

/** The store that was typed, else the manifest's, else the usual one here. */
const storeFolder = ({ store }: Pick<ServeOptions, "store">, loaded: LoadedManifest | null, cwd: string): string =>
  store !== null ? resolve(cwd, store) : loaded?.manifest.store === undefined ? resolve(cwd, defaultStore) : resolve(dirname(loaded.path), loaded.manifest.store);

/** Opens all that the server works with; `url` is known once it listens. The store is made where there is none: a server may wait for its first run. LS501, LS504. */
export const openServerWorld = async (options: ServeOptions, loaded: LoadedManifest | null, io: CommandIo, url: () => string): Promise<ServerWorld & { close(): void }> => {
  const folder = storeFolder(options, loaded, io.cwd);
  const opened: { close(): void }[] = [];
  const keep = <T extends { close(): void }>(each: T): T => {
    opened.unshift(each);
    return each;
  };
  const close = (): void => { for (const each of opened.splice(0)) each.close(); };
  try {
    const store = keep(await openStore(folder, io.cwd));
    const catalogue = keep(createSqliteCatalogue(folder));
    const signIn = loaded?.manifest.server?.oidc !== undefined && options.role === null;
    const token = signIn ? null : randomBytes(32).toString("base64url");
    if (token !== null) io.keepSecret(token);
    return {
      store, catalogue, close, loaded, folder, io, url,
      access: keep(createSqliteAccessStore(folder)), deliveries: keep(createSqliteDeliveryStore(folder)), spans: keep(createSqliteSpanStore(folder)), changes: keep(followLedger(catalogue)), receiving: receiveBeside(folder),
      clock: systemClock, log: serverLog(io.redact, options.quiet ? "warn" : "info"), launch: { token, role: options.role ?? "viewer", name: actor() },
    };
  } catch (cause) {
    close();
    throw cause;
  }
};
