// The server in a process of its own: `node served.ts FOLDER`. Says where it is, a token, and what the bare queries take here; then serves until stdin ends. Each line on stdin
// asks for its processor time, its memory and the longest that its event loop was kept since it was last asked. `answer-once`: starts, asks itself once, and ends.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { issueToken } from "../../src/app/access/issue-token.ts";
import { openServerWorld } from "../../src/app/serve/open-server-world.ts";
import { createRedactor } from "../../src/cli/redactor.ts";
import { scopes } from "../../src/core/domain/access.ts";
import { routes } from "../../src/server/routes.ts";
import { startServer } from "../../src/server/start-server.ts";

const [folder = "", once] = process.argv.slice(2);
const { keepSecret, redact } = createRedactor();
const stop = new AbortController();
const io = { out: () => {}, note: () => {}, progress: () => {}, signal: stop.signal, env: {}, cwd: folder, colour: false, ascii: false, width: 80, keepSecret, redact };
let url = "";
const opened = await openServerWorld({ manifest: null, store: folder, host: null, port: null, role: "viewer", watch: false, quiet: true }, null, io, () => url);
const world = { ...opened, log: { info: () => {}, warn: () => {}, error: () => {} } };
const { secret } = issueToken(world.access, world.store, { wish: { name: `bench-${process.pid}-${Date.now()}`, scopes: ["read", "push"], models: null, expiresAt: null }, issuer: { name: "bench", scopes: [...scopes], models: null }, now: Date.now() });

const start = (): ReturnType<typeof startServer> => startServer(world, routes, { host: "127.0.0.1", port: 0, allowedHosts: [], url: null, maxBody: 64_000_000, perMinute: 1e9 });
if (once === "answer-once") {
  const { url: address } = await start();
  const { status } = await fetch(`${address}/api/v1/states`, { headers: { authorization: `Bearer ${secret}` } });
  process.exit(status === 200 ? 0 : 1);
}

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
  "findings of a run": () => catalogue.findings({ run: id, limit: 50 }),
  hypotheses: () => catalogue.hypotheses({ limit: 50 }),
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
const server = await start();
url = server.url;
process.stdout.write(`${JSON.stringify({ url, token: secret, run: id, model, milliseconds })}\n`);
const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
for await (const _ of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify({ user: process.cpuUsage().user, peakMegabytes: process.resourceUsage().maxRSS / 1024, longestMs: delay.max / 1e6 })}\n`);
  delay.reset();
}
await server.close();
await world.receiving.close();
opened.close();
