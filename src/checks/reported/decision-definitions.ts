import type { Interval } from "../../core/domain/interval.ts";
import { balancedAccuracy, type ClassAverage, type ClassCell, classMetric, countsOf, shareRight } from "../../core/stats/class-averages.ts";
import { clopperPearson } from "../../core/stats/clopper-pearson.ts";
import type { Engine } from "../../ports/engine.ts";
import type { DecisionRule } from "./decision-rules.ts";
import { type Definition, type Definitions, departureWords } from "./definition.ts";
import type { KnownMetric } from "./known-metric.ts";
import type { LabelledRows } from "./labelled-rows.ts";
import type { RowPopulation } from "./row-population.ts";

type DecisionMetric = Extract<KnownMetric, { kind: "decision" }>;

export interface DecisionQuestion {
  readonly metric: DecisionMetric;
  readonly rows: LabelledRows;
  /** Each in the order in which they are tried; the first of each is the definition the metric was reported under, or the usual one. */
  readonly populations: readonly RowPopulation[];
  readonly rules: readonly DecisionRule[];
  /** The labels' classes where they are yes or no. */
  readonly classes: { readonly positive: string; readonly negative: string } | null;
  /** The class that was reported as positive. */
  readonly saidPositive: string | null;
}

/** More different (label, decision) pairs than this are no classes but free text. */
const mostCells = 10_000;

/** Every way to take a metric of decisions: over which rows, by which rule, for which class or average. */
export const decisionDefinitions = async (engine: Engine, asked: DecisionQuestion): Promise<Definitions> => {
  const question = { ...asked, rules: await comparable(engine, asked) };
  const averages = averagesOf(question);
  const tried: Definition[] = [];
  for (const population of question.populations) {
    for (const rule of question.rules) {
      const rows = await engine.query(`SELECT label, decision, count(*) AS n FROM (SELECT ${population.label} AS label, CASE WHEN failed THEN NULL ELSE ${rule.decided} END AS decision, failed FROM ${question.rows.sql} WHERE ${population.where}) WHERE decision IS NOT NULL OR failed GROUP BY 1, 2 ORDER BY 1, 2 LIMIT ${mostCells + 1}`);
      if (rows.length > mostCells) return { why: `there are more than ${mostCells} different combinations of label and decision`, n: population.n };
      const cells = rows.map((row): ClassCell => ({ label: String(row["label"]), decision: row["decision"] === null ? null : String(row["decision"]), count: Number(row["n"]) }));
      const n = cells.reduce((sum, { count }) => sum + count, 0);
      for (const average of averages) {
        const value = average.of(cells);
        if (value === null) continue;
        const steps = population.steps + rule.steps + average.steps;
        tried.push({ words: departureWords([average, rule, population], average.as), as: [average.as, ...(rule.steps === 0 && question.rules.length === 1 ? [] : [rule.as]), population.words ?? ""].filter((word) => word !== "").join(" "), steps, value, interval: average.interval(cells), n });
      }
    }
  }
  const [first] = tried;
  if (first !== undefined && first.steps === 0) return { tried };
  return { why: question.saidPositive === null ? "no decision is written like a label" : `no row has the class ${question.saidPositive}, or no decision is written like a label`, n: first?.n ?? 0 };
};

/** The rules whose decisions are written like labels; the first of them is then the usual one. */
const comparable = async (engine: Engine, { rows, rules }: DecisionQuestion): Promise<DecisionRule[]> => {
  const found: DecisionRule[] = [];
  for (const rule of rules) {
    const like = await engine.query(`SELECT 1 AS one FROM ${rows.sql} WHERE place IS NOT NULL AND ${rule.decided} IN (SELECT DISTINCT label FROM ${rows.sql} WHERE label IS NOT NULL) LIMIT 1`);
    if (like.length > 0) found.push(found.length === 0 ? { ...rule, words: null, steps: 0 } : rule);
  }
  return found;
};

interface Averaged {
  readonly words: string | null;
  readonly as: string;
  readonly steps: number;
  readonly of: (cells: readonly ClassCell[]) => number | null;
  readonly interval: (cells: readonly ClassCell[]) => Interval | null;
}

const noInterval = (): null => null;

const averagesOf = ({ metric: { metric, average: said }, classes, saidPositive }: DecisionQuestion): Averaged[] => {
  if (metric === "accuracy" || metric === "balanced accuracy") {
    const accuracy: Averaged = { words: "the share of rows decided rightly", as: "as the share of rows decided rightly", steps: 1, of: shareRight, interval: (cells) => shareInterval(cells.reduce((sum, { label, decision, count }) => sum + (label === decision ? count : 0), 0), cells.reduce((sum, { count }) => sum + count, 0)) };
    const balanced: Averaged = { words: "the mean of the classes' recall (balanced accuracy)", as: "as the mean of the classes' recall", steps: 1, of: balancedAccuracy, interval: noInterval };
    return (metric === "accuracy" ? [accuracy, balanced] : [balanced, accuracy]).map((each, index) => (index === 0 ? { ...each, words: null, steps: 0 } : each));
  }
  const positive = saidPositive ?? classes?.positive ?? null;
  const ofClass = (name: string): Averaged => ({
    words: `the one for class ${name}`, as: `for the positive class ${name}`, steps: 1, of: (cells) => classMetric(cells, metric, { positive: name }), interval: (cells) => classInterval(cells, metric, name),
  });
  const pooled = (average: Exclude<ClassAverage, object>): Averaged => ({
    words: average === "weighted" ? "the average weighted by the classes' frequency" : `the ${average} average`, as: `as ${average} average`, steps: 1, of: (cells) => classMetric(cells, metric, average), interval: noInterval,
  });
  const all = [
    ...(positive === null ? [] : [{ average: "binary", of: ofClass(positive) }]),
    { average: "macro", of: pooled("macro") }, { average: "micro", of: pooled("micro") }, { average: "weighted", of: pooled("weighted") },
    ...(classes === null ? [] : [classes.positive, classes.negative].filter((name) => name !== positive).map((name) => ({ average: "other", of: ofClass(name) }))),
  ];
  // Where nobody said: the positive class of yes/no labels, else the macro average, as everywhere else here.
  const usual = all.find(({ average }) => average === (saidPositive === null ? (said ?? (positive === null ? "macro" : "binary")) : "binary")) ?? all[0];
  return usual === undefined ? [] : [{ ...usual.of, words: null, steps: 0 }, ...all.filter((each) => each !== usual).map(({ of }) => of)];
};

const shareInterval = (part: number, whole: number): Interval | null => (whole === 0 ? null : clopperPearson(part, whole));

const classInterval = (cells: readonly ClassCell[], metric: "precision" | "recall" | "f1" | "specificity", name: string): Interval | null => {
  const { rightlyFound, wronglyFound, missed, rightlyLeft } = countsOf(cells, name);
  switch (metric) {
    case "precision": return shareInterval(rightlyFound, rightlyFound + wronglyFound);
    case "recall": return shareInterval(rightlyFound, rightlyFound + missed);
    case "specificity": return shareInterval(rightlyLeft, rightlyLeft + wronglyFound);
    case "f1": {
      // F1 is 2 J / (1 + J) of the share J = TP / (TP + FP + FN), and rises with it.
      const jaccard = shareInterval(rightlyFound, rightlyFound + wronglyFound + missed);
      const f1 = (j: number | null): number | null => (j === null ? null : (2 * j) / (1 + j));
      return jaccard === null ? null : { ...jaccard, low: f1(jaccard.low), high: f1(jaccard.high) };
    }
  }
};
