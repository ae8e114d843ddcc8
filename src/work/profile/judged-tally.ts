import type { ColumnSpec, JudgedProfile, ProfileSpec, ScoreLabelBin } from "../../core/domain/profile.ts";
import { sortScoreBins } from "../../core/profile/sort-score-bins.ts";
import { sumCompensated } from "../../core/profile/sum-compensated.ts";
import type { Row } from "../../ports/engine.ts";
import { finiteOrLargest } from "./column-tally.ts";
import { meaningOfCode } from "../../core/profile/bin-meaning.ts";

const regressionSums = ["sumError", "sumSquaredError", "sumAbsoluteError", "sumFourthError", "sumLabel", "sumSquaredLabel", "sumOutput", "sumSquaredOutput", "sumProduct"] as const;

/** What is known of one output and its label in one cell, from rows of the queries of `queries/judged`. */
export const judgedProfile = (judged: ProfileSpec["judged"][number], binning: ColumnSpec["binning"], rows: readonly Row[]): JudgedProfile => {
  const count = (row: Row, name = "rows"): number => Number(row[name]);
  const total = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);
  const number = (row: Row, name: string): number => finiteOrLargest(row[name]) ?? 0;
  const { output, label, task } = judged;
  if (task === "regression") {
    const sums = Object.fromEntries(regressionSums.map((name) => [name, sumCompensated(rows.map((row) => number(row, name)))])) as Record<(typeof regressionSums)[number], number>;
    return { task, output, label, labelled: total(rows.map((row) => count(row, "labelled"))), unlabelled: total(rows.map((row) => count(row, "unlabelled"))), ...sums };
  }
  const came = rows.filter((row) => row[task === "classes" ? "label" : "positive"] !== null);
  const labelled = total(came.map((row) => count(row)));
  const head = { output, label, labelled, unlabelled: total(rows.map((row) => count(row))) - labelled };
  if (task === "classes") {
    const cells = new Map<string, { output: string; label: string; count: number }>();
    for (const row of came) {
      const cell = { output: String(row["output"]), label: String(row["label"]), count: count(row) };
      const key = JSON.stringify([cell.output, cell.label]);
      cells.set(key, { ...cell, count: cell.count + (cells.get(key)?.count ?? 0) });
    }
    return { task, ...head, cells: [...cells].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell) };
  }
  const bins = new Map<string, Row[]>();
  for (const row of came) {
    const meaning = meaningOfCode(Number(row["code"]));
    if (meaning.kind !== "value") throw new Error(`the score of a judged row has the code ${String(row["code"])}`);
    const key = `${meaning.side} ${meaning.bin}`;
    const members = bins.get(key);
    if (members === undefined) bins.set(key, [row]);
    else members.push(row);
  }
  return {
    task, ...head, sumLogLoss: sumCompensated(came.map((row) => number(row, "loss"))),
    bins: sortScoreBins([...bins].map(([key, members]): ScoreLabelBin => {
      const [side, bin] = key.split(" ");
      const positives = members.filter((row) => row["positive"] === true);
      const sum = (of: readonly Row[], name: string): number => sumCompensated(of.map((row) => number(row, name)));
      return {
        side: side as ScoreLabelBin["side"], bin: Number(bin), n: total(members.map((row) => count(row))), sumScore: sum(members, "sum"), sumSquaredScore: sum(members, "squares"),
        positives: total(positives.map((row) => count(row))), sumScorePositives: sum(positives, "sum"),
      };
    }), binning),
  };
};
