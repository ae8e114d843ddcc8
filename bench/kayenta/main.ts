import { parseArgs } from "node:util";
import { kayentaJudgement } from "../../src/core/gate/kayenta-judgement.ts";
import { streamOf } from "../../src/core/random/stream-of.ts";
import { drawPair, type SeriesKind } from "./draw-series.ts";
import { mannWhitneyJudge } from "./mann-whitney-judge.ts";

const { values } = parseArgs({ options: { replications: { type: "string", default: "1000" }, seed: { type: "string", default: "20261121" }, only: { type: "string", default: "" } } });
const rounds = Number(values.replications);
const seed = Number(values.seed);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--replications ${values.replications}: a whole number above 0`);

const margin = 0.1;
/** Chance of each error that is promised. */
const promised = 0.05;
/** Three margins away. */
const far = 1 + 3 * margin;

interface Case extends SeriesKind {
  readonly metrics: number;
  readonly direction: "either" | "increase";
}
const usual = { points: 60, correlation: 0, law: "normal", missing: 0, together: 0, metrics: 1, direction: "either" } as const;
const cases: readonly Case[] = [
  ...[20, 60, 180, 1440].flatMap((points) => [0, 0.3, 0.6, 0.9].map((correlation) => ({ ...usual, points, correlation, name: `${points} points, AR(1) of ${correlation}` }))),
  { ...usual, correlation: 0.6, together: 0.7, name: "60 points, AR(1) of 0.6, both moved by one load" },
  { ...usual, law: "heavy tails", name: "60 points, t of 3 degrees" },
  { ...usual, law: "heavy tails", points: 20, name: "20 points, t of 3 degrees" },
  { ...usual, law: "counts", name: "60 points, counts of mean 20" },
  { ...usual, law: "counts", points: 20, name: "20 points, counts of mean 20" },
  { ...usual, correlation: 0.6, missing: 0.2, name: "60 points, AR(1) of 0.6, a fifth NaN" },
  { ...usual, correlation: 0.3, direction: "increase", name: "60 points, AR(1) of 0.3, increase alone" },
  { ...usual, law: "constant", name: "60 points, constant" },
  { ...usual, correlation: 0.3, metrics: 10, name: "ten metrics of 60 points, AR(1) of 0.3" },
];

interface Counts {
  /** Of rounds with equal means: any metric High or Low. */
  readonly alarm: number;
  /** With the mean on the margin: a metric passes, or any is High or Low. */
  readonly passed: number;
  readonly called: number;
  /** Three margins away: a metric passes, or is High. */
  readonly missed: number;
  readonly found: number;
}

const judged = (each: Case, ratio: number): { readonly ours: readonly string[]; readonly theirs: readonly string[] }[] => {
  const random = streamOf(seed, `kayenta ${each.name} ${ratio}`);
  return Array.from({ length: rounds }, () => {
    const pairs = Array.from({ length: each.metrics }, (_, at) => ({ name: `m${at}`, ...drawPair(random, each, ratio) }));
    const ours = kayentaJudgement({
      canaryConfig: { metrics: pairs.map(({ name }) => ({ name, groups: [], analysisConfigurations: { canary: { direction: each.direction, effectSize: { measure: "meanRatio", allowedIncrease: 1 + margin, allowedDecrease: 1 - margin } } } })) },
      scoreThresholds: { pass: 95, marginal: 75 }, metricSetPairList: pairs.map(({ name, control, experiment }) => ({ name, id: name, values: { control, experiment } })),
    }).results.map(({ classification }) => classification);
    return { ours, theirs: pairs.map(({ control, experiment }) => mannWhitneyJudge(control, experiment, each.direction)) };
  });
};

const departs = (labels: readonly string[]): boolean => labels.some((label) => label === "High" || label === "Low");
const share = (of: readonly (readonly string[])[], holds: (labels: readonly string[]) => boolean): number => of.filter(holds).length / of.length;

const countsOf = (each: Case): { readonly ours: Counts; readonly theirs: Counts } => {
  const [equal, edge, beyond] = [1, 1 + margin, far].map((ratio) => judged(each, ratio));
  const counts = (who: "ours" | "theirs"): Counts => {
    const [a, b, c] = [equal, edge, beyond].map((rows) => (rows ?? []).map((row) => row[who]));
    const first = (label: string) => (labels: readonly string[]): boolean => labels[0] === label;
    return { alarm: share(a ?? [], departs), passed: share(b ?? [], first("Pass")), called: share(b ?? [], departs), missed: share(c ?? [], first("Pass")), found: share(c ?? [], first("High")) };
  };
  return { ours: counts("ours"), theirs: counts("theirs") };
};

const percent = (of: number): string => `${(100 * of).toFixed(1)} %`;
/** What chance makes of a promised rate once in a thousand times. */
const most = promised + 3.1 * Math.sqrt((promised * (1 - promised)) / rounds);

process.stdout.write(`| series | false alarms: Lockstep | Netflix | on the margin: passes | called High | three margins away, passes: Lockstep | Netflix | called High: Lockstep | Netflix |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n`);
const broken: string[] = [];
for (const each of cases.filter(({ name }) => name.includes(values.only))) {
  const { ours, theirs } = countsOf(each);
  process.stdout.write(`| ${[each.name, percent(ours.alarm), percent(theirs.alarm), percent(ours.passed), percent(ours.called), percent(ours.missed), percent(theirs.missed), percent(ours.found), percent(theirs.found)].join(" | ")} |\n`);
  // A series without any spread is known: on its margin it is allowed, and passes.
  const wrong = [["false alarms", ours.alarm], ["passes on the margin", each.law === "constant" ? 0 : ours.passed], ["High on the margin", ours.called], ["passes three margins away", ours.missed]] as const;
  for (const [name, rate] of wrong) if (rate > most) broken.push(`${each.name}: ${name} ${percent(rate)}`);
}
process.stdout.write(broken.length === 0 ? `\nall rates hold: at most ${percent(promised)}, give or take chance\n` : `\nmore than ${percent(most)}:\n${broken.map((each) => `  ${each}\n`).join("")}`);
process.exitCode = broken.length === 0 ? 0 : 1;
