import type { Bench, Measure } from "../bench.ts";
import type { Ratio } from "../side-by-side.ts";
import { measureReplay, type Scenario, type Taken } from "./measure-replay.ts";

/** A replay may take this many times as long as a loop that keeps nothing on disk: exact numbers and a journal are not free. */
const ratioGoal = 1.2;

/** 2,500 rows x 2 sides x 2 repeats: a second or more of work, so that neither start nor end counts. */
const calls = 10_000;
const quickCalls = 2_000;

/** What a small model on a quick server takes; it is what users wait for. Without it, only the clients' own work is compared. */
const modelMs = 2;

/** Pairs per repeat without the model's pause: with nothing to wait for, whatever else the machine does decides a single pair. */
const pairsWithoutPause = 3;

const scenarios: readonly Scenario[] = [
  { layout: "tensor", serviceMs: modelMs }, { layout: "columns", serviceMs: modelMs },
  { layout: "tensor", serviceMs: 0 }, { layout: "columns", serviceMs: 0 },
];

const told = ({ min, median, max }: Ratio): string => [min, median, max].map((value) => value.toFixed(2)).join(" ");

const named = ({ layout, serviceMs }: Scenario): string =>
  `${layout === "tensor" ? "one tensor of ten" : "ten columns"}, ${serviceMs === 0 ? "a server as fast as it can" : `a model of ${serviceMs} ms`}`;

/** A replay with its journal against a bare undici loop, in alternating pairs; the server is a process of its own. */
export const bench: Bench = {
  name: "replay",
  question: `a replay of ${calls.toLocaleString("en-US")} calls with its journal, against a bare undici loop at the same concurrency that writes the same rows with JSON.stringify, parses the answers and keeps them in memory (min median max)`,
  run: async ({ repeats, quick, note }) => {
    const measures: Measure[] = [];
    for (const scenario of scenarios) {
      const { replay, bare, ratio, cpuRatio } = await measureReplay(scenario, quick ? quickCalls : calls, scenario.serviceMs === 0 ? repeats * pairsWithoutPause : repeats);
      const shown = (taken: readonly Taken[]): string => taken.map(({ wall, cpu }) => `${wall.toFixed(2)} (${cpu.toFixed(2)})`).join(" ");
      note(`${named(scenario)}: seconds (of processor): replay ${shown(replay)}, bare loop ${shown(bare)}`);
      measures.push(
        { label: `${named(scenario)}: replay / bare loop`, value: told(ratio), goal: `<= ${ratioGoal}`, met: ratio.median <= ratioGoal },
        { label: `${named(scenario)}: the same in the client's processor time`, value: told(cpuRatio), goal: null, met: null },
      );
    }
    return measures;
  },
};
