import { parentPort, workerData } from "node:worker_threads";
import { scenarios } from "./scenarios/index.ts";
import { tally } from "./tally.ts";

/** One piece of work: which scenario, which replications. */
export interface Piece {
  readonly scenario: string;
  readonly from: number;
  readonly to: number;
}

const { seed } = workerData as { readonly seed: number };
const byId = new Map(scenarios().map((scenario) => [scenario.id, scenario]));

parentPort?.on("message", (piece: Piece) => {
  const scenario = byId.get(piece.scenario);
  if (scenario === undefined) throw new Error(`there is no scenario ${piece.scenario}`);
  const started = performance.now();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
  parentPort?.postMessage({ ...piece, tally: tally(scenario, piece.from, piece.to, seed), seconds: (performance.now() - started) / 1000 });
});
