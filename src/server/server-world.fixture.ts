import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../adapters/clock/system/system-clock.ts";
import { createSqliteAccessStore } from "../adapters/stores/sqlite/create-sqlite-access-store.ts";
import { createSqliteCatalogue } from "../adapters/stores/sqlite/create-sqlite-catalogue.ts";
import { createSqliteDeliveryStore } from "../adapters/stores/sqlite/create-sqlite-delivery-store.ts";
import { createSqliteRunStore } from "../adapters/stores/sqlite/create-sqlite-run-store.ts";
import { createSqliteSpanStore } from "../adapters/stores/sqlite/create-sqlite-span-store.ts";
import { issueToken } from "../app/access/issue-token.ts";
import { startSession } from "../app/access/start-session.ts";
import { launchWay } from "../app/access/ways-in.ts";
import { loadManifest } from "../app/manifest/load-manifest.ts";
import { receiveBeside } from "../app/push/receive-beside.ts";
import { receiveHere } from "../app/push/receive-here.ts";
import { followLedger } from "../app/serve/follow-ledger.ts";
import type { ServerWorld } from "../app/serve/server-world.ts";
import { writeFileWhole } from "../app/write-file-whole.ts";
import { createRedactor } from "../cli/redactor.ts";
import { type Principal, type Role, type Scope, scopes, scopesOfRole } from "../core/domain/access.ts";
import type { Clock } from "../ports/clock.ts";
import { sessionCookie } from "./access/session-cookie.ts";
import { createServer, type ServerSettings } from "./create-server.ts";
import type { AnyRoute } from "./route.ts";
import { routes as allRoutes } from "./routes.ts";

/** Where the server of a test is, though it listens nowhere. */
export const testUrl = "http://127.0.0.1:4860";

export interface ServerWorldOptions {
  /** Text of a lockstep.yaml beside the store; none when left out. */
  readonly manifest?: string;
  readonly routes?: readonly AnyRoute[];
  readonly settings?: Partial<ServerSettings>;
  readonly env?: Readonly<Record<string, string>>;
  /** What the printed address makes of people; null closes that way. */
  readonly launch?: Role | null;
  readonly clock?: Clock;
  /** Lines of the log as they were written, without secrets. */
  readonly log?: (level: "info" | "warn" | "error", fields: Readonly<Record<string, unknown>>, message: string) => void;
  readonly url?: string;
  /** Whether runs are received in a thread, as `lockstep serve` does; begun anew in each test it would take most of its time. */
  readonly thread?: boolean;
}

export interface TestServer {
  readonly world: ServerWorld;
  /** A path, or a whole address, asked as `headers` say: see `as`. */
  readonly fetch: (path: string, init?: RequestInit & { readonly remote?: string }) => Promise<Response>;
  /** Headers of a person of this role, with a session and the origin of a page of this server. */
  readonly as: (role: Role, over?: Partial<Principal>) => Readonly<Record<string, string>>;
  /** Headers of a token: of one scope, of several; for all models when none are named. */
  readonly token: (scope: Scope | readonly Scope[], models?: readonly string[]) => Readonly<Record<string, string>>;
  /** Every secret that was made here. */
  readonly secrets: readonly string[];
  readonly close: () => void;
}

/** A server with real stores in a folder of its own, asked without a socket. */
export const newServerWorld = async (options: ServerWorldOptions = {}): Promise<TestServer> => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-server-"));
  const env = options.env ?? {};
  const path = join(folder, "lockstep.yaml");
  if (options.manifest !== undefined) await writeFileWhole(path, options.manifest);
  const loaded = options.manifest === undefined ? null : await loadManifest(path, { cwd: folder, env, filesOf: [] });
  const clock = options.clock ?? systemClock;
  const url = options.url ?? testUrl;
  const redactor = createRedactor();
  const stores = join(folder, "store");
  const store = createSqliteRunStore(stores);
  const catalogue = createSqliteCatalogue(stores, clock);
  const access = createSqliteAccessStore(stores);
  const deliveries = createSqliteDeliveryStore(stores);
  const spans = createSqliteSpanStore(stores);
  const changes = followLedger(catalogue);
  const stop = new AbortController();
  const tell = (level: "info" | "warn" | "error") => (fields: Readonly<Record<string, unknown>>, message: string): void => options.log?.(level, fields, message);
  const role = options.launch === undefined ? "admin" : options.launch;
  const world: ServerWorld = {
    receiving: options.thread === true ? receiveBeside(stores) : receiveHere({ store, catalogue }),
    store, catalogue, access, deliveries, spans, changes, loaded, clock, folder: stores, url: () => url, log: { info: tell("info"), warn: tell("warn"), error: tell("error") },
    io: { out: () => {}, note: () => {}, progress: () => {}, signal: stop.signal, env, cwd: folder, colour: false, ascii: false, width: 80, keepSecret: redactor.keepSecret, redact: redactor.redact },
    launch: { token: role === null ? null : "launch-token-of-the-test", role: role ?? "viewer", name: "ada" },
  };
  const { hostname, origin } = new URL(url);
  const app = createServer(world, options.routes ?? allRoutes, { hosts: () => ["localhost", "127.0.0.1", hostname], origins: () => [origin], maxBody: 1_000_000, perMinute: 1_000_000, signal: stop.signal, ...options.settings });
  const secrets: string[] = role === null ? [] : ["launch-token-of-the-test"];
  let issued = 0;
  return {
    world, secrets,
    fetch: (address, { remote, ...init } = {}) => app.fetch(new Request(new URL(address, url), init), remote ?? "127.0.0.1"),
    as: (each, over) => {
      const principal: Principal = { kind: "person", name: `${each} <${each}@example.com>`, scopes: [...scopesOfRole[each]], role: each, functions: [], models: null, ...over };
      const { secret } = startSession(world, principal, launchWay(world) ?? "test");
      secrets.push(secret);
      return { cookie: `${sessionCookie(url)}=${secret}`, origin };
    },
    token: (scope, models) => {
      issued += 1;
      const wanted = [scope].flat() as readonly Scope[];
      const { secret } = issueToken(access, store, { wish: { name: `test-${issued}`, scopes: wanted, models: models ?? null, expiresAt: null }, issuer: { name: "test", scopes: [...scopes], models: null }, now: clock.now() });
      secrets.push(secret);
      return { authorization: `Bearer ${secret}` };
    },
    close: () => {
      stop.abort();
      void world.receiving.close();
      for (const each of [changes, store, catalogue, access, deliveries, spans]) each.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
