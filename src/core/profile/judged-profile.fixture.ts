import type { JudgedProfile, ProfileSpec, ScoreLabelBin } from "../domain/profile.ts";
import { finiteOf, textOf } from "./column-profile.fixture.ts";
import { placeInBins } from "./place-in-bins.ts";
import type { ProfileRow } from "./profile-row.fixture.ts";
import { sortScoreBins } from "./sort-score-bins.ts";
import { sumCompensated } from "./sum-compensated.ts";

/** What the rows say of one output where the label has come. */
export const judgedOf = (spec: ProfileSpec, { output, label, task }: ProfileSpec["judged"][number], rows: readonly ProfileRow[]): JudgedProfile => {
  const of = (row: ProfileRow): string | number | null => (task === "classes" ? textOf(row[output]) : finiteOf(row[output]));
  const came = (row: ProfileRow): boolean => (task === "regression" ? finiteOf(row[label]) : textOf(row[label])) !== null;
  const answered = rows.filter((row) => of(row) !== null);
  const labelled = answered.filter(came);
  const head = { output, label, labelled: labelled.length, unlabelled: answered.length - labelled.length };
  if (task === "classes") {
    const cells = new Map<string, { output: string; label: string; count: number }>();
    for (const row of labelled) {
      const cell = { output: textOf(row[output]) ?? "", label: textOf(row[label]) ?? "", count: 0 };
      const key = JSON.stringify([cell.output, cell.label]);
      cells.set(key, { ...cell, count: (cells.get(key)?.count ?? 0) + 1 });
    }
    return { task, ...head, cells: [...cells].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell) };
  }
  const pairs = labelled.map((row) => ({ x: finiteOf(row[output]) ?? 0, y: finiteOf(row[label]) ?? 0, positive: textOf(row[label]) === spec.positive }));
  const sum = (term: (pair: (typeof pairs)[number]) => number): number => sumCompensated(pairs.map(term));
  if (task === "regression") {
    return {
      task, ...head, sumError: sum(({ x, y }) => x - y), sumSquaredError: sum(({ x, y }) => (x - y) ** 2), sumAbsoluteError: sum(({ x, y }) => Math.abs(x - y)),
      sumFourthError: sum(({ x, y }) => (x - y) ** 4), sumLabel: sum(({ y }) => y), sumSquaredLabel: sum(({ y }) => y * y),
      sumOutput: sum(({ x }) => x), sumSquaredOutput: sum(({ x }) => x * x), sumProduct: sum(({ x, y }) => x * y),
    };
  }
  const column = spec.columns.find(({ name }) => name === output) ?? { binning: "pivot" as const, pivot: 0 };
  const bins = new Map<string, typeof pairs>();
  for (const pair of pairs) {
    const { side, bin } = placeInBins(pair.x, column, spec.gamma);
    bins.set(`${side} ${bin}`, [...(bins.get(`${side} ${bin}`) ?? []), pair]);
  }
  const clamp = (p: number): number => Math.min(1 - 1e-15, Math.max(1e-15, p));
  return {
    task, ...head, sumLogLoss: sum(({ x, positive }) => -Math.log(positive ? clamp(x) : 1 - clamp(x))),
    bins: sortScoreBins([...bins].map(([key, members]): ScoreLabelBin => {
      const [side, bin] = key.split(" ");
      const positives = members.filter(({ positive }) => positive);
      return {
        side: side as ScoreLabelBin["side"], bin: Number(bin), n: members.length, sumScore: sumCompensated(members.map(({ x }) => x)),
        sumSquaredScore: sumCompensated(members.map(({ x }) => x * x)), positives: positives.length, sumScorePositives: sumCompensated(positives.map(({ x }) => x)),
      };
    }), column.binning),
  };
};
