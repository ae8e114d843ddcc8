import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { coverage } from "./coverage/coverage.ts";
import { labelFreeCoverage } from "./coverage/label-free.ts";
import { sequences } from "./coverage/sequences.ts";
import { delays } from "./delays.ts";
import { families } from "./families.ts";
import { harderYears } from "./harder.ts";
import type { CorridorResults } from "./corridor-results.ts";
import { pageOf } from "./page.ts";
import { quietYears } from "./quiet.ts";
import { verdictOf } from "./verdicts.ts";
import { wholePath } from "./whole-path.ts";

const { values } = parseArgs({ options: { replications: { type: "string", default: "1" }, seed: { type: "string", default: "20261121" }, only: { type: "string" }, write: { type: "boolean", default: false }, help: { type: "boolean", default: false } } });

/** Replications of a full run. */
const full = { quiet: 600, whole: 60, looked: 2, harder: 250, delays: 120, coverage: 160, labelFree: 600, sequences: 200, families: 30 } as const;

const note = (line: string): void => { process.stderr.write(`  ${line}\n`); };

const run = (factor: number, seed: number, only: string | undefined): CorridorResults => {
  const times = (name: keyof typeof full): number => Math.max(1, Math.round(full[name] * factor));
  const part = <Cell>(name: keyof CorridorResults, of: () => readonly Cell[]): readonly Cell[] => {
    if (only !== undefined && only !== name) return [];
    const begin = performance.now();
    const cells = of();
    note(`${name}: ${((performance.now() - begin) / 1000).toFixed(0)} s`);
    return cells;
  };
  return {
    quiet: part("quiet", () => quietYears(times("quiet"), seed, note)), whole: part("whole", () => wholePath(times("whole"), times("looked"), seed, note)), harder: part("harder", () => harderYears(times("harder"), seed, note)),
    delays: part("delays", () => delays(times("delays"), seed, note)), coverage: part("coverage", () => coverage(times("coverage"), seed, note)), labelFree: part("labelFree", () => labelFreeCoverage(times("labelFree"), seed, note)),
    sequences: part("sequences", () => sequences(times("sequences"), seed, note)), families: part("families", () => families(times("families"), seed, note)),
  };
};

if (values.help) {
  process.stdout.write(`npm run bench:corridor -- [--replications 0.1] [--seed N] [--only ${["quiet", "whole", "harder", "delays", "coverage", "labelFree", "sequences", "families"].join(" | ")}] [--write]\n  --replications X  that many times the replications of a full run\n  --write           writes docs/corridors.md\n`);
} else {
  const factor = Number(values.replications);
  if (!(factor > 0)) throw new Error(`--replications ${values.replications}: a factor above 0, such as 0.1`);
  if (values.write && values.only !== undefined) throw new Error("--write writes all of the page: leave out --only");
  const results = run(factor, Number(values.seed), values.only);
  const page = pageOf({ ...results, seed: Number(values.seed), command: `npm run bench:corridor --${factor === 1 ? "" : ` --replications ${factor}`} --write` });
  if (values.write) writeFileSync(join(import.meta.dirname, "..", "..", "docs", "corridors.md"), page);
  else process.stdout.write(page);
  const { broken, outside, cells, mayBeOutside } = verdictOf(results);
  process.stdout.write(`\n${outside.length} of ${cells} cells outside by themselves (up to ${mayBeOutside} by chance)\n${outside.map((each) => `  ${each}\n`).join("")}${broken.length === 0 ? "all of it holds\n" : `does not hold:\n${broken.map((each) => `  ${each}\n`).join("")}`}`);
  process.exitCode = broken.length === 0 ? 0 : 1;
}
