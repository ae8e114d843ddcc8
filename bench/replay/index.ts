import type { Bench } from "../bench.ts";
import type { Ratio } from "../side-by-side.ts";
import { measureReplay, type Taken } from "./measure-replay.ts";

/** A replay may take this many times as long as a loop that keeps nothing: exact numbers and a journal are not free. */
const ratioGoal = 1.2;

/** 5,000 rows x 2 sides x 2 repeats. */
const calls = 20_000;
const quickCalls = 2_000;

const told = ({ min, median, max }: Ratio): string => [min, median, max].map((value) => value.toFixed(2)).join(" ");

/** A replay with its journal against a bare undici loop, in alternating pairs; the server is a process of its own. */
export const bench: Bench = {
  name: "replay",
  question: `a replay of ${calls.toLocaleString("en-US")} calls with its journal, against a bare undici loop that sends the same bodies at the same concurrency`,
  run: async ({ repeats, quick, note }) => {
    const measures = [];
    for (const layout of ["tensor", "columns"] as const) {
      const { replay, bare, ratio, cpuRatio } = await measureReplay(layout, quick ? quickCalls : calls, repeats);
      const walls = (taken: readonly Taken[]): string => taken.map(({ wall }) => wall.toFixed(2)).join(" ");
      note(`ten inputs as ${layout}: replay ${walls(replay)} s, bare loop ${walls(bare)} s`);
      measures.push(
        { label: `ten inputs as ${layout}: replay / bare loop, min median max`, value: told(ratio), goal: `<= ${ratioGoal}`, met: ratio.median <= ratioGoal },
        { label: `ten inputs as ${layout}: processor time of the client alone`, value: told(cpuRatio), goal: null, met: null },
      );
    }
    return measures;
  },
};
