import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../src/adapters/clock/system/system-clock.ts";
import { openSqliteJournal } from "../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { openInference } from "../../src/adapters/serving/open-inference/index.ts";
import { createTransport } from "../../src/adapters/transport/undici/index.ts";
import type { JsonValue } from "../../src/core/json/json-value.ts";
import { normal } from "../../src/core/random/normal.ts";
import { xoshiro128 } from "../../src/core/random/xoshiro-128.ts";
import type { InputRow, ModelClient } from "../../src/ports/serving.ts";
import type { Transport } from "../../src/ports/transport.ts";
import { callAt } from "../../src/work/replay/call-plan.ts";
import { planCalls } from "../../src/work/replay/plan-calls.ts";
import { DEFAULT_CONCURRENCY } from "../../src/work/replay/replay-defaults.ts";
import type { ReplaySide } from "../../src/work/replay/asked-side.ts";
import { runReplay } from "../../src/work/replay/run-replay.ts";
import { sides } from "../../src/work/replay/side.ts";
import { bareLoop } from "./bare-loop.ts";

/** A replay may take this many times as long as a loop that keeps nothing: two sides, exact numbers and a journal are not free. */
export const mostReplayRatio = 1.2;

/** 5,000 rows x 2 sides x 2 repeats. */
const calls = 20_000;

/** Pairs of runs; a machine's other work meets both of a pair alike. */
const pairs = 5;

const rowsOf = (count: number): InputRow[] => {
  const random = xoshiro128(1);
  return Array.from({ length: count }, () => new Map<string, JsonValue>(Array.from({ length: 10 }, (_, column) => [`x${column}`, normal(random)])));
};

const startServer = (): Promise<{ readonly origin: string; readonly stop: () => void }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [new URL("./server.ts", import.meta.url).pathname], { stdio: ["ignore", "pipe", "inherit"] });
    child.stdout.once("data", (port: Buffer) => resolve({ origin: `http://127.0.0.1:${port.toString().trim()}`, stop: () => child.kill() }));
  });

const clientOf = (transport: Transport): ModelClient => openInference.create(transport, { path: "/", model: "model", version: null, template: null, replicaHeader: null });

/** The bodies that the replay sends, as its own client writes them, and where to. */
const bodiesFor = async (origin: string, rows: readonly InputRow[]): Promise<{ readonly path: string; readonly bodies: string[] }> => {
  const real = createTransport({ url: origin });
  const bodies: string[] = [];
  let path = "";
  const noting: Transport = {
    ...real,
    send: (request) => {
      if (request.method === "GET") return real.send(request);
      path = request.url;
      bodies.push(String(request.body));
      return Promise.reject(new Error("noted"));
    },
  };
  const client = clientOf(noting);
  for (const row of rows) await client.predict([row]).catch(() => undefined);
  await client.close();
  return { path, bodies };
};

const spread = (values: readonly number[]): { readonly min: number; readonly median: number; readonly max: number } => {
  const sorted = values.toSorted((a, b) => a - b);
  return { min: sorted[0] as number, median: sorted[Math.floor(sorted.length / 2)] as number, max: sorted.at(-1) as number };
};

export interface ReplayMeasurement {
  readonly calls: number;
  readonly replaySeconds: readonly number[];
  readonly bareSeconds: readonly number[];
  /** Replay over bare loop, pair by pair. */
  readonly ratio: { readonly min: number; readonly median: number; readonly max: number };
}

/** A replay with its journal against a bare loop over undici that sends the same bodies at the same concurrency, in turn. */
export const measureReplay = async (): Promise<ReplayMeasurement> => {
  const server = await startServer();
  const folder = mkdtempSync(join(tmpdir(), "lockstep-bench-"));
  const rows = rowsOf(calls / 4);
  const side = { namedColumns: true, batches: true, concurrency: DEFAULT_CONCURRENCY };
  const plan = planCalls({ rows, sides: { reference: side, candidate: side }, repeats: 2, batchSize: 1, probes: [], seed: 1, warmUpCalls: 0 });
  const loads = await Promise.all(sides.map(async (name) => {
    const wanted = Array.from({ length: plan.calls }, (_, call) => callAt(plan, call)).filter((call) => call.side === name);
    const { path, bodies } = await bodiesFor(server.origin, wanted.map((call) => rows[call.rows[0] as number] as InputRow));
    return { origin: server.origin, path, bodies };
  }));

  const replay = async (): Promise<number> => {
    const journal = openSqliteJournal(join(folder, "journal"));
    journal.begin("bench");
    const ask = (name: string): ReplaySide => ({
      name, client: clientOf(createTransport({ url: server.origin, connections: DEFAULT_CONCURRENCY })), concurrency: DEFAULT_CONCURRENCY, timeoutMs: 30_000, ratePerSecond: null, production: false,
    });
    const asked = { reference: ask("reference"), candidate: ask("candidate") };
    const began = performance.now();
    await runReplay({ plan, rows, sides: asked, journal, clock: systemClock, progress: () => undefined, signal: new AbortController().signal });
    const took = (performance.now() - began) / 1000;
    const answered = Iterator.from(journal.entries()).filter((entry) => entry.errorCode === null).reduce((count) => count + 1, 0);
    if (answered !== calls) throw new Error(`${answered} of ${calls} calls were answered`);
    journal.remove();
    await Promise.all([asked.reference.client.close(), asked.candidate.client.close()]);
    return took;
  };
  const bare = async (): Promise<number> => {
    const began = performance.now();
    const answered = await bareLoop(loads, DEFAULT_CONCURRENCY);
    if (answered !== calls) throw new Error(`${answered} of ${calls} calls were answered`);
    return (performance.now() - began) / 1000;
  };

  try {
    await bare();
    await replay();
    const replaySeconds: number[] = [];
    const bareSeconds: number[] = [];
    for (let pair = 0; pair < pairs; pair += 1) {
      const replayFirst = pair % 2 === 0;
      if (replayFirst) replaySeconds.push(await replay());
      bareSeconds.push(await bare());
      if (!replayFirst) replaySeconds.push(await replay());
    }
    return { calls, replaySeconds, bareSeconds, ratio: spread(replaySeconds.map((value, pair) => value / (bareSeconds[pair] as number))) };
  } finally {
    server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

if (import.meta.main) {
  const { replaySeconds, bareSeconds, ratio } = await measureReplay();
  const told = (values: readonly number[]): string => {
    const { min, median, max } = spread(values);
    return `${min.toFixed(2)} / ${median.toFixed(2)} / ${max.toFixed(2)} s`;
  };
  console.log(`${calls.toLocaleString("en-US")} calls, min / median / max: replay ${told(replaySeconds)}, bare undici loop ${told(bareSeconds)}; ratio ${ratio.min.toFixed(2)} / ${ratio.median.toFixed(2)} / ${ratio.max.toFixed(2)} (median at most ${mostReplayRatio})`);
  process.exitCode = ratio.median <= mostReplayRatio ? 0 : 1;
}
