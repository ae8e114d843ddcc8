import { Worker } from "node:worker_threads";
import type { Scenario, Tally } from "./scenario.ts";
import { addTallies } from "./tally.ts";
import type { Piece } from "./worker.ts";

export interface Measured {
  readonly scenario: Scenario;
  readonly replications: number;
  readonly tally: Tally;
  /** Processor time over all workers. */
  readonly seconds: number;
}

export interface RunRequest {
  readonly scenarios: readonly Scenario[];
  readonly replicationsOf: (scenario: Scenario) => number;
  readonly seed: number;
  readonly workers: number;
  readonly note: (line: string) => void;
}

/** Spreads all replications over worker threads, a twentieth of a scenario at a time, and puts the counts together again. */
export const runScenarios = async ({ scenarios, replicationsOf, seed, workers, note }: RunRequest): Promise<Measured[]> => {
  const wanted = scenarios.map((scenario) => ({ scenario, replications: replicationsOf(scenario) })).filter(({ replications }) => replications > 0);
  const pieces = wanted.flatMap(({ scenario, replications }) => {
    const size = Math.max(1, Math.ceil(replications / 20));
    return Array.from({ length: Math.ceil(replications / size) }, (_, at): Piece => ({ scenario: scenario.id, from: at * size, to: Math.min(replications, (at + 1) * size) }));
  });
  const results = new Map(wanted.map(({ scenario }) => [scenario.id, { tally: {} as Tally, seconds: 0 }]));
  const started = performance.now();
  let next = 0;
  let done = 0;
  let told = started;
  await Promise.all(Array.from({ length: Math.min(workers, pieces.length) }, () => new Promise<void>((resolve, reject) => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: { seed } });
    const give = (): void => {
      const piece = pieces[next++];
      if (piece === undefined) void worker.terminate().then(() => resolve());
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
      else worker.postMessage(piece);
    };
    worker.on("error", reject);
    worker.on("message", (answer: Piece & { tally: Tally; seconds: number }) => {
      const result = results.get(answer.scenario);
      if (result !== undefined) {
        result.tally = addTallies(result.tally, answer.tally);
        result.seconds += answer.seconds;
      }
      done++;
      if (performance.now() - told > 5000) {
        told = performance.now();
        note(`${done} of ${pieces.length} pieces, ${((told - started) / 1000).toFixed(0)} s; last: ${answer.scenario}`);
      }
      give();
    });
    give();
  })));
  return wanted.map(({ scenario, replications }) => ({ scenario, replications, ...(results.get(scenario.id) ?? { tally: {}, seconds: 0 }) }));
};
