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
import { type Ratio, ratioOf } from "../side-by-side.ts";
import { bareLoop } from "./bare-loop.ts";

const rowsOf = (count: number): InputRow[] => {
  const random = xoshiro128(1);
  return Array.from({ length: count }, () => new Map<string, JsonValue>(Array.from({ length: 10 }, (_, column) => [`x${column}`, normal(random)])));
};

const startServer = (): Promise<{ readonly origin: string; readonly stop: () => void }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [new URL("./server.ts", import.meta.url).pathname], { stdio: ["ignore", "pipe", "inherit"] });
    child.stdout.once("data", (port: Buffer) => resolve({ origin: `http://127.0.0.1:${port.toString().trim()}`, stop: () => child.kill() }));
  });

/** How ten inputs travel: ten tensors of one number, or one of ten. */
export type Layout = "columns" | "tensor";

const clientOf = (transport: Transport, model: Layout): ModelClient => openInference.create(transport, { path: "/", model, version: null, template: null, replicaHeader: null });

/** The bodies that the replay sends, as its own client writes them, and where to. */
const bodiesFor = async (origin: string, layout: Layout, rows: readonly InputRow[]): Promise<{ readonly path: string; readonly bodies: string[] }> => {
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
  const client = clientOf(noting, layout);
  for (const row of rows) await client.predict([row]).catch(() => undefined);
  await client.close();
  return { path, bodies };
};

export interface Taken {
  /** Until the last answer, with everything kept. */
  readonly wall: number;
  /** Of this process alone: a busy machine stretches the wall clock and not this. */
  readonly cpu: number;
}

export interface ReplayMeasurement {
  readonly replay: readonly Taken[];
  readonly bare: readonly Taken[];
  /** Replay over bare loop, pair by pair. */
  readonly ratio: Ratio;
  readonly cpuRatio: Ratio;
}

const timed = async (work: () => Promise<unknown>): Promise<Taken> => {
  const began = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { wall: (performance.now() - began) / 1000, cpu: (user + system) / 1e6 };
};

/** A replay with its journal against a bare loop over undici that sends the same bodies at the same concurrency, in turn. */
export const measureReplay = async (layout: Layout, calls: number, pairs: number): Promise<ReplayMeasurement> => {
  const server = await startServer();
  const folder = mkdtempSync(join(tmpdir(), "lockstep-bench-"));
  const rows = rowsOf(calls / 4);
  const side = { namedColumns: true, batches: true, concurrency: DEFAULT_CONCURRENCY };
  const plan = planCalls({ rows, sides: { reference: side, candidate: side }, repeats: 2, batchSize: 1, probes: [], seed: 1, warmUpCalls: 0 });
  const loads = await Promise.all(sides.map(async (name) => {
    const wanted = Array.from({ length: plan.calls }, (_, call) => callAt(plan, call)).filter((call) => call.side === name);
    const { path, bodies } = await bodiesFor(server.origin, layout, wanted.map((call) => rows[call.rows[0] as number] as InputRow));
    return { origin: server.origin, path, bodies };
  }));

  const replay = async (): Promise<Taken> => {
    const journal = openSqliteJournal(join(folder, "journal"));
    journal.begin("bench");
    const ask = (name: string): ReplaySide => ({
      name, client: clientOf(createTransport({ url: server.origin, connections: DEFAULT_CONCURRENCY }), layout), concurrency: DEFAULT_CONCURRENCY, timeoutMs: 30_000, ratePerSecond: null, production: false,
    });
    const asked = { reference: ask("reference"), candidate: ask("candidate") };
    const taken = await timed(() => runReplay({ plan, rows, sides: asked, journal, clock: systemClock, progress: () => undefined, signal: new AbortController().signal }));
    const answered = Iterator.from(journal.entries()).filter((entry) => entry.errorCode === null).reduce((count) => count + 1, 0);
    if (answered !== calls) throw new Error(`${answered} of ${calls} calls were answered`);
    journal.remove();
    await Promise.all([asked.reference.client.close(), asked.candidate.client.close()]);
    return taken;
  };
  const bare = (): Promise<Taken> => timed(async () => {
    const answered = await bareLoop(loads, DEFAULT_CONCURRENCY);
    if (answered !== calls) throw new Error(`${answered} of ${calls} calls were answered`);
  });

  try {
    await bare();
    await replay();
    const taken: { replay: Taken; bare: Taken }[] = [];
    for (let pair = 0; pair < pairs; pair += 1) {
      const first = pair % 2 === 0 ? await replay() : null;
      const loop = await bare();
      taken.push({ replay: first ?? (await replay()), bare: loop });
    }
    return {
      replay: taken.map((pair) => pair.replay), bare: taken.map((pair) => pair.bare),
      ratio: ratioOf(taken.map((pair) => pair.replay.wall / pair.bare.wall)), cpuRatio: ratioOf(taken.map((pair) => pair.replay.cpu / pair.bare.cpu)),
    };
  } finally {
    server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};
