import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { type ChildResult, ratioOf, runChild } from "../side-by-side.ts";
import { generate } from "./generate.ts";

const ratioGoal = 1.3;
const bareGoal = 3;
const memoryGoalMegabytes = 2000;
const script = (name: string): string => join(import.meta.dirname, name);

/** Two profiles from nothing but files, against hand-written SQL with the same aggregates, and against the least anybody could do. */
export const bench: Bench = {
  name: "profile",
  question: "profiles of 2 x 5 million rows x 33 columns, against hand-written SQL that returns the same aggregates and against a bare sum of every column",
  run: async ({ repeats, quick, cache, note }) => {
    const rows = quick ? 200_000 : 5_000_000;
    const wide = quick ? { rows: 5000, columns: 100 } : { rows: 100_000, columns: 1000 };
    note(`generating 2 x ${rows} rows, and a year of days (kept in ${cache})`);
    const files = await generate(cache, rows, wide, quick ? 200 : 5000);
    const pair = [files.reference, files.candidate];
    const runs: { ours: ChildResult; floor: ChildResult; bare: ChildResult }[] = [];
    for (let round = 0; round < repeats; round += 1) {
      const early = round % 2 === 0 ? await runChild(script("floor.ts"), ["all", ...pair]) : null;
      const ours = await runChild(script("ours.ts"), ["pair", join(cache, "spill"), ...pair]);
      const floor = early ?? (await runChild(script("floor.ts"), ["all", ...pair]));
      const bare = await runChild(script("floor.ts"), ["bare", ...pair]);
      runs.push({ ours, floor, bare });
      const shown = (side: ChildResult): string => `${side.seconds.toFixed(1)} s (${side.cpuSeconds.toFixed(1)} s of processor) ${side.peakMegabytes.toFixed(0)} MB`;
      note(`round ${round + 1}: hand-written ${shown(floor)}, ours ${shown(ours)}, bare ${shown(bare)}`);
    }
    const against = (side: "floor" | "bare", by: "seconds" | "cpuSeconds"): { text: string; median: number } => {
      const ratio = ratioOf(runs.map((run) => run.ours[by] / run[side][by]));
      return { text: [ratio.min, ratio.median, ratio.max].map((value) => value.toFixed(2)).join(" "), median: ratio.median };
    };
    const peak = Math.max(...runs.map(({ ours }) => ours.peakMegabytes));
    const same = runs.every(({ ours, floor }) => ours.result === floor.result);
    const wideRun = await runChild(script("ours.ts"), ["wide", join(cache, "spill"), files.wide]);
    const day = await runChild(script("ours.ts"), ["day", join(cache, "spill"), ...files.days]);
    return [
      { label: "ours / hand-written in processor time, min median max", value: against("floor", "cpuSeconds").text, goal: `<= ${ratioGoal}`, met: against("floor", "cpuSeconds").median <= ratioGoal },
      { label: "the same by the clock, with all its neighbours", value: against("floor", "seconds").text, goal: null, met: null },
      { label: "ours / bare sum in processor time, min median max", value: against("bare", "cpuSeconds").text, goal: `<= ${bareGoal}`, met: against("bare", "cpuSeconds").median <= bareGoal },
      { label: "the same by the clock", value: against("bare", "seconds").text, goal: null, met: null },
      { label: "peak memory of ours", value: `${peak.toFixed(0)} MB`, goal: `< ${memoryGoalMegabytes} MB`, met: peak < memoryGoalMegabytes },
      { label: "counts of all bins are the same on both sides", value: same ? "yes" : "no", goal: "yes", met: same },
      { label: `${wide.rows} rows x ${wide.columns} columns`, value: `${wideRun.seconds.toFixed(1)} s (${wideRun.cpuSeconds.toFixed(1)} s of processor) ${wideRun.peakMegabytes.toFixed(0)} MB`, goal: "< 30 s", met: wideRun.seconds < 30 },
      { label: "a day added to a year", value: `${day.seconds.toFixed(2)} s: ${day.result}`, goal: null, met: null },
    ];
  },
};
