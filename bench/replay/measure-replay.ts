import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { systemClock } from "../../src/adapters/clock/system/system-clock.ts";
import { openSqliteJournal } from "../../src/adapters/journal/sqlite/sqlite-journal.ts";
import { openInference } from "../../src/adapters/serving/open-inference/index.ts";
import { createTransport } from "../../src/adapters/transport/undici/index.ts";
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
import { bareBody, bareLoop, type Layout, type PlainRow } from "./bare-loop.ts";

/** Unmeasured rounds of both loops: V8 compiles the last of what they use in the second. */
const warmUpRounds = 2;

export interface Scenario {
  readonly layout: Layout;
  /** How long the model takes for an answer; 0 for as fast as the server can. */
  readonly serviceMs: number;
}

export interface Taken {
  /** Until the last answer, with everything kept. */
  readonly wall: number;
  /** Of this process alone: a busy machine stretches the wall clock more than this. */
  readonly cpu: number;
}

export interface ReplayMeasurement {
  readonly replay: readonly Taken[];
  readonly bare: readonly Taken[];
  /** Replay over bare loop, pair by pair. */
  readonly ratio: Ratio;
  readonly cpuRatio: Ratio;
}

const plainRows = (count: number): PlainRow[] => {
  const random = xoshiro128(1);
  return Array.from({ length: count }, () => Object.fromEntries(Array.from({ length: 10 }, (_, column) => [`x${column}`, normal(random)])));
};

const startServer = (serviceMs: number): Promise<{ readonly origin: string; readonly stop: () => void }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [new URL("./server.ts", import.meta.url).pathname, String(serviceMs)], { stdio: ["ignore", "pipe", "inherit"] });
    child.stdout.once("data", (port: Buffer) => resolve({ origin: `http://127.0.0.1:${port.toString().trim()}`, stop: () => child.kill() }));
  });

const clientOf = (transport: Transport, layout: Layout): ModelClient => openInference.create(transport, { path: "/", model: layout, version: null, template: null, replicaHeader: null });

/** Both loops must ask the same: what the client sends for a row is compared with what the bare loop sends. */
const requireSameBody = async (origin: string, layout: Layout, row: PlainRow): Promise<void> => {
  const real = createTransport({ url: origin });
  let sent = "";
  const client = clientOf({
    ...real,
    send: (request) => {
      if (request.method === "POST") sent = String(request.body);
      return real.send(request);
    },
  }, layout);
  await client.predict([new Map(Object.entries(row))]);
  await client.close();
  const { id } = JSON.parse(sent) as { id: string };
  if (!isDeepStrictEqual(JSON.parse(sent), JSON.parse(bareBody(layout, row, id)))) throw new Error(`the replay sends ${sent} and the bare loop ${bareBody(layout, row, id)}`);
};

const timed = async (work: () => Promise<unknown>): Promise<Taken> => {
  const began = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { wall: (performance.now() - began) / 1000, cpu: (user + system) / 1e6 };
};

/** A replay with its journal against a bare loop over undici that sends the same rows at the same concurrency, in turn. */
export const measureReplay = async ({ layout, serviceMs }: Scenario, calls: number, pairs: number): Promise<ReplayMeasurement> => {
  const server = await startServer(serviceMs);
  const folder = mkdtempSync(join(tmpdir(), "lockstep-bench-"));
  const plain = plainRows(calls / 4);
  const rows: InputRow[] = plain.map((row) => new Map(Object.entries(row)));
  const side = { namedColumns: true, batches: true, concurrency: DEFAULT_CONCURRENCY };
  const plan = planCalls({ rows, sides: { reference: side, candidate: side }, repeats: 2, batchSize: 1, probes: [], seed: 1, warmUpCalls: 0 });
  const planned = Array.from({ length: plan.calls }, (_, call) => callAt(plan, call));
  const loads = sides.map((name) => ({ origin: server.origin, rows: planned.filter((call) => call.side === name).map((call) => plain[call.rows[0] as number] as PlainRow) }));

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
    const { length } = await bareLoop(layout, loads, DEFAULT_CONCURRENCY);
    if (length !== calls) throw new Error(`${length} of ${calls} calls were answered`);
  });

  try {
    await requireSameBody(server.origin, layout, plain[0] as PlainRow);
    for (let round = 0; round < warmUpRounds; round += 1) {
      await bare();
      await replay();
    }
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
