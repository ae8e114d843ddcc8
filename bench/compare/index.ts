import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { type ChildResult, ratioOf, runChild } from "../side-by-side.ts";
import { generatePair } from "./generate.ts";

/** The goals: no more than this many times the hand-written SQL, and a process that stays small. */
const ratioGoal = 1.3;
const memoryGoalMegabytes = 2000;

const script = (name: string): string => join(import.meta.dirname, name);

/** A full comparison against hand-written SQL that returns the same aggregates, in alternating processes. */
export const bench: Bench = {
  name: "compare",
  question: "a full comparison of 5 million pairs x 30 outputs, against hand-written SQL that returns the same aggregates",
  run: async ({ repeats, quick, cache, note }) => {
    const pair = quick ? { rows: 200_000, outputs: 6 } : { rows: 5_000_000, outputs: 30 };
    note(`generating ${pair.rows} x ${pair.outputs} (kept in ${cache})`);
    const paths = await generatePair(cache, pair);
    const args = [paths.reference, paths.candidate, String(pair.rows), String(pair.outputs), join(cache, "spill")];
    const runs: { floor: ChildResult; ours: ChildResult }[] = [];
    for (let round = 0; round < repeats; round++) {
      // Whoever runs first alternates too, so that a warm cache favours neither.
      const first = round % 2 === 0 ? await runChild(script("floor.ts"), args) : null;
      const ours = await runChild(script("ours.ts"), args);
      const floor = first ?? (await runChild(script("floor.ts"), args));
      runs.push({ floor, ours });
      const shown = (side: ChildResult): string => `${side.seconds.toFixed(1)} s (${side.cpuSeconds.toFixed(1)} s of processor) ${side.peakMegabytes.toFixed(0)} MB`;
      note(`round ${round + 1}: floor ${shown(floor)}, ours ${shown(ours)}`);
    }
    const ratio = ratioOf(runs.map(({ floor, ours }) => ours.seconds / floor.seconds));
    const cpu = ratioOf(runs.map(({ floor, ours }) => ours.cpuSeconds / floor.cpuSeconds));
    const peak = (side: "floor" | "ours"): number => Math.max(...runs.map((run) => run[side].peakMegabytes));
    const same = runs.every(({ floor, ours }) => floor.result === ours.result);
    return [
      { label: "ours / hand-written, min median max", value: [ratio.min, ratio.median, ratio.max].map((value) => value.toFixed(2)).join(" "), goal: `<= ${ratioGoal}`, met: ratio.median <= ratioGoal },
      { label: "the same in processor time", value: [cpu.min, cpu.median, cpu.max].map((value) => value.toFixed(2)).join(" "), goal: null, met: null },
      { label: "peak memory of ours", value: `${peak("ours").toFixed(0)} MB`, goal: `< ${memoryGoalMegabytes} MB`, met: peak("ours") < memoryGoalMegabytes },
      { label: "peak memory of the hand-written", value: `${peak("floor").toFixed(0)} MB`, goal: null, met: null },
      { label: "all counts are the same on both sides", value: same ? "yes" : "no", goal: "yes", met: same },
    ];
  },
};
