// The server in a process of its own: `node served.ts FOLDER`. Says where it is, a token, and what the bare queries take here; then serves until stdin ends, and says how much memory it took at most.
import { issueToken } from "../../src/app/access/issue-token.ts";
import { openServerWorld } from "../../src/app/serve/open-server-world.ts";
import { createRedactor } from "../../src/cli/redactor.ts";
import { scopes } from "../../src/core/domain/access.ts";
import { routes } from "../../src/server/routes.ts";
import { startServer } from "../../src/server/start-server.ts";

const [folder = ""] = process.argv.slice(2);
const { keepSecret, redact } = createRedactor();
const stop = new AbortController();
const io = { out: () => {}, note: () => {}, progress: () => {}, signal: stop.signal, env: {}, cwd: folder, colour: false, ascii: false, width: 80, keepSecret, redact };
let url = "";
const opened = await openServerWorld({ manifest: null, store: folder, host: null, port: null, role: "viewer", watch: false, quiet: true }, null, io, () => url);
const world = { ...opened, log: { info: () => {}, warn: () => {}, error: () => {} } };
const { secret } = issueToken(world.access, world.store, { wish: { name: `bench-${process.pid}-${Date.now()}`, scopes: ["read"], models: null, expiresAt: null }, issuer: { name: "bench", scopes: [...scopes], models: null }, now: Date.now() });

const { catalogue } = world;
const run = catalogue.runs({ limit: 1 }).items[0];
if (run === undefined || run.model === null) throw new Error("the store has no run");
const { id, model } = run;
const bare: Readonly<Record<string, () => unknown>> = {
  states: () => catalogue.states({ limit: 50 }),
  runs: () => catalogue.runs({ limit: 50 }),
  "runs of a model that failed": () => catalogue.runs({ limit: 50, model, verdict: "fail" }),
  "runs by words": () => catalogue.runs({ limit: 50, words: "revision17" }),
  findings: () => catalogue.findings({ limit: 50, verdict: "fail" }),
  "findings of a model": () => catalogue.findings({ limit: 50, model, severity: "high" }),
  "history of a finding": () => catalogue.findings({ limit: 50, finding: "outputs:score-7", model, environment: "production" }),
  run: () => catalogue.record("run", id),
  ledger: () => catalogue.ledger({ limit: 50, newestFirst: true }),
};
const times = 100;
const milliseconds = Object.fromEntries(Object.entries(bare).map(([name, query]) => {
  query();
  const took = Array.from({ length: times }, () => {
    const began = performance.now();
    query();
    return performance.now() - began;
  }).toSorted((a, b) => a - b);
  return [name, took[times / 2]];
}));
const server = await startServer(world, routes, { host: "127.0.0.1", port: 0, allowedHosts: [], url: null, maxBody: 1_000_000, perMinute: 1e9 });
url = server.url;
process.stdout.write(`${JSON.stringify({ url, token: secret, run: id, model, milliseconds })}\n`);
for await (const _ of process.stdin) { /* until it ends */ }
process.stdout.write(`${JSON.stringify({ peakMegabytes: process.resourceUsage().maxRSS / 1024 })}\n`);
await server.close();
opened.close();
