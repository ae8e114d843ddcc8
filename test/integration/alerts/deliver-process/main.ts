import { join } from "node:path";
import { systemClock } from "../../../../src/adapters/clock/system/system-clock.ts";
import { createSqliteCatalogue } from "../../../../src/adapters/stores/sqlite/create-sqlite-catalogue.ts";
import { createSqliteDeliveryStore } from "../../../../src/adapters/stores/sqlite/create-sqlite-delivery-store.ts";
import { createSqliteRunStore } from "../../../../src/adapters/stores/sqlite/create-sqlite-run-store.ts";
import { deliverAlerts } from "../../../../src/app/alerts/deliver-alerts.ts";
import { loadManifest } from "../../../../src/app/manifest/load-manifest.ts";

/** A process that delivers until it is killed: `node main.ts FOLDER LEASE_MS`. Prints a line once it could begin, and begins when it is told to on stdin. */
const [folder = "", lease = ""] = process.argv.slice(2);
const directory = join(folder, ".lockstep");
const loaded = await loadManifest(join(folder, "lockstep.yaml"), { cwd: folder, env: process.env, filesOf: [] });
process.stdout.write("ready\n");
await new Promise<void>((begin) => { process.stdin.once("data", () => begin()); });
process.stdin.destroy();
await deliverAlerts({
  store: createSqliteRunStore(directory), catalogue: createSqliteCatalogue(directory), deliveries: createSqliteDeliveryStore(directory), loaded, leaseMs: Number(lease), holder: "child", url: () => "https://lockstep.example.com",
  clock: { ...systemClock, sleep: (ms, signal) => systemClock.sleep(Math.min(ms, 20), signal) }, log: { info: () => {}, warn: () => {}, error: (fields, message) => { process.stderr.write(`${message} ${JSON.stringify(fields)}\n`); } },
  io: { env: process.env, cwd: folder, keepSecret: () => {}, redact: (text) => text },
}, new AbortController().signal);
