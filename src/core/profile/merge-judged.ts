import type { ColumnSpec, JudgedProfile, ScoreLabelBin } from "../domain/profile.ts";
import { sortScoreBins } from "./sort-score-bins.ts";
import { sumCompensated } from "./sum-compensated.ts";

/** One output and its label in several parts; at least one, all of the same task. `binning` is the output's. */
export const mergeJudged = (parts: readonly JudgedProfile[], binning: ColumnSpec["binning"]): JudgedProfile => {
  const [first] = parts;
  if (first === undefined) throw new Error("nothing judged to merge");
  const head = { output: first.output, label: first.label, labelled: parts.reduce((sum, part) => sum + part.labelled, 0), unlabelled: parts.reduce((sum, part) => sum + part.unlabelled, 0) };
  if (first.task === "binary") {
    const same = parts.filter((part) => part.task === "binary");
    return { task: "binary", ...head, bins: mergeScoreBins(same.flatMap(({ bins }) => bins), binning), sumLogLoss: sumCompensated(same.map(({ sumLogLoss }) => sumLogLoss)) };
  }
  if (first.task === "regression") {
    const same = parts.filter((part) => part.task === "regression");
    const add = (pick: (part: (typeof same)[number]) => number): number => sumCompensated(same.map(pick));
    return {
      task: "regression", ...head, sumError: add((part) => part.sumError), sumSquaredError: add((part) => part.sumSquaredError), sumAbsoluteError: add((part) => part.sumAbsoluteError),
      sumFourthError: add((part) => part.sumFourthError), sumLabel: add((part) => part.sumLabel), sumSquaredLabel: add((part) => part.sumSquaredLabel),
      sumOutput: add((part) => part.sumOutput), sumSquaredOutput: add((part) => part.sumSquaredOutput), sumProduct: add((part) => part.sumProduct),
    };
  }
  const cells = new Map<string, { output: string; label: string; count: number }>();
  for (const cell of parts.flatMap((part) => (part.task === "classes" ? part.cells : []))) {
    const key = JSON.stringify([cell.output, cell.label]);
    cells.set(key, { ...cell, count: cell.count + (cells.get(key)?.count ?? 0) });
  }
  return { task: "classes", ...head, cells: [...cells].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell) };
};

const mergeScoreBins = (bins: readonly ScoreLabelBin[], binning: ColumnSpec["binning"]): ScoreLabelBin[] => {
  const places = new Map<string, ScoreLabelBin[]>();
  for (const bin of bins) {
    const key = `${bin.side} ${bin.bin}`;
    const same = places.get(key);
    if (same === undefined) places.set(key, [bin]);
    else same.push(bin);
  }
  return sortScoreBins([...places.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const sum = (pick: (bin: ScoreLabelBin) => number): number => sumCompensated(same.map(pick));
    return [{
      side: first.side, bin: first.bin, n: sum(({ n }) => n), sumScore: sum(({ sumScore }) => sumScore), sumSquaredScore: sum(({ sumSquaredScore }) => sumSquaredScore),
      positives: sum(({ positives }) => positives), sumScorePositives: sum(({ sumScorePositives }) => sumScorePositives),
    }];
  }), binning);
};
