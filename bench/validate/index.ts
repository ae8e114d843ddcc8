import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { type ChildResult, ratioOf, runChild } from "../side-by-side.ts";
import { generate } from "./generate.ts";
import { metrics, regions } from "./settings.ts";

const memoryGoalMegabytes = 1000;
/** A hundred million in a year, or as many as LOCKSTEP_BENCH_ROWS_A_DAY says, a multiple of 24. */
const rowsADay = (): number => Number(process.env["LOCKSTEP_BENCH_ROWS_A_DAY"] ?? 273_984);
const script = (name: string): string => join(import.meta.dirname, name);

/** Production counted by the hour and judged again and again: what a new hour costs, and what a look at all of history does. */
export const bench: Bench = {
  name: "validate",
  question: `a year by the hour x ${regions} segments x ${metrics.length} metrics over up to 100 million predictions: a new hour against reading that hour, and all judged again against reading what is stored`,
  run: async ({ repeats, quick, cache, note }) => {
    const [days, perDay] = quick ? [30, 33_336] : [365, rowsADay()];
    note(`generating ${days} days of ${perDay} predictions (kept in ${cache})`);
    const log = await generate(cache, days, perDay);
    const parts = [...log.days, ...log.hours];
    const [store, spill, list] = [join(cache, `validate-store-${days}x${perDay}`), join(cache, "spill"), join(cache, `validate-parts-${days}x${perDay}.txt`)];
    mkdirSync(spill, { recursive: true });
    rmSync(store, { recursive: true, force: true });
    writeFileSync(list, `${parts.join("\n")}\n`);
    const ours = (what: string): Promise<ChildResult> => runChild(script("ours.ts"), [what, store, spill, list]);
    const floorOf = (files: readonly string[]): Promise<ChildResult> => runChild(script("floor.ts"), [spill, ...files]);
    const history = await ours("history");
    const bare = await floorOf(parts.slice(0, -1));
    note(`history: ours ${history.seconds.toFixed(1)} s, bare ${bare.seconds.toFixed(1)} s, ${history.result}`);
    const rounds: { hour: ChildResult; floor: ChildResult; read: ChildResult; judge: ChildResult }[] = [];
    for (let round = 0; round < repeats; round += 1) {
      rounds.push({ hour: await ours("hour"), floor: await floorOf(parts.slice(-1)), read: await ours("read"), judge: await ours("judge") });
      const last = rounds.at(-1);
      note(`round ${round + 1}: hour ${last?.hour.seconds.toFixed(2)} s ${last?.hour.result}, bare ${last?.floor.seconds.toFixed(3)} s, read ${last?.read.seconds.toFixed(2)} s ${last?.read.result}, judge ${last?.judge.seconds.toFixed(2)} s ${last?.judge.result}`);
    }
    const against = (of: (round: typeof rounds[number]) => number): string => { const { min, median, max } = ratioOf(rounds.map(of)); return [min, median, max].map((value) => value.toFixed(2)).join(" "); };
    const middle = (of: (round: typeof rounds[number]) => number): number => ratioOf(rounds.map(of)).median;
    const detail = (round: typeof rounds[number]): { counted: number; countSeconds: number; readSeconds: number } => JSON.parse(round.hour.result) as { counted: number; countSeconds: number; readSeconds: number };
    const peak = Math.max(history.peakMegabytes, ...rounds.flatMap(({ hour, judge }) => [hour.peakMegabytes, judge.peakMegabytes]));
    const counted = rounds.every((round) => detail(round).counted === 1);
    return [
      { label: "a new hour, counted and kept / reading that hour, min median max", value: against((round) => detail(round).countSeconds / round.floor.seconds), goal: null, met: null },
      { label: "the same with all days read / reading that hour, min median max", value: against(({ hour, floor }) => hour.seconds / floor.seconds), goal: null, met: null },
      { label: "of which counting and keeping it, and reading the days", value: `${middle((round) => detail(round).countSeconds).toFixed(2)} s and ${middle((round) => detail(round).readSeconds).toFixed(2)} s, against ${middle(({ floor }) => floor.seconds).toFixed(3)} s`, goal: null, met: null },
      { label: "a new hour against counting all history", value: `${((100 * middle(({ hour }) => hour.seconds)) / history.seconds).toFixed(2)} %`, goal: null, met: null },
      { label: "a new hour counts one part", value: counted ? "yes" : "no", goal: "yes", met: counted },
      { label: "all judged again / reading the stored days, min median max", value: against(({ judge, read }) => judge.seconds / read.seconds), goal: null, met: null },
      { label: "the same by the clock", value: `${middle(({ judge }) => judge.seconds).toFixed(2)} s for ${rounds[0]?.judge.result ?? ""}`, goal: null, met: null },
      { label: "all history / bare sum of its columns in processor time", value: (history.cpuSeconds / bare.cpuSeconds).toFixed(2), goal: null, met: null },
      { label: "peak memory of ours", value: `${peak.toFixed(0)} MB`, goal: `< ${memoryGoalMegabytes} MB`, met: peak < memoryGoalMegabytes },
      { label: "the store", value: `${(statSync(join(store, "series.db")).size / 2 ** 20).toFixed(0)} MB`, goal: null, met: null },
    ];
  },
};
