import type { BinCount, OutputComparison } from "../../../core/domain/comparison.ts";
import { DifferenceClass, outsideClasses } from "../../../core/domain/difference-class.ts";
import type { Dialect } from "../../../core/sql/dialect.ts";
import type { Row } from "../../../ports/engine.ts";
import { classCode, classOfCode } from "./class-codes.ts";
import { classifiedSql } from "./classified-sql.ts";
import type { PairPlan } from "./pair-plan.ts";
import type { OutputPairs } from "./pair-table.ts";
import { ulpBinSql, ulpStepsSql } from "./ulp-sql.ts";

/** Guaranteed relative error of a value read from a bin of the logarithmic histogram. */
const relativeError = 0.01;

/** Ratio of one bin's upper edge to the next lower one. */
export const gamma = (1 + relativeError) / (1 - relativeError);

const largestDouble = Number.MAX_VALUE;

/** Classes, the logarithmic histogram of differences and the histogram of ulp distances in one pass: few groups, counted. */
export const classHistogramSql = (dialect: Dialect, plan: PairPlan, pairs: OutputPairs): string => {
  const classified = classifiedSql(dialect, pairs.output, plan, pairs.columns, pairs.from);
  if (!plan.numeric || pairs.output.role !== "score") return `SELECT class, count(*) AS n FROM ${classified} GROUP BY class`;
  const bin = `ceil(ln(least(abs(d), ${dialect.double(largestDouble)})) / ${dialect.double(Math.log(gamma))})::INTEGER`;
  const finite = `CASE WHEN class = ${classCode("equal")} THEN ${dialect.isFinite("x")} ELSE class >= ${classCode("value")} END`;
  const differs = "finite AND d <> 0";
  const measured = `(SELECT class, ${finite} AS finite, x, y, d FROM ${classified})`;
  const steps = plan.ulp === null ? "" : `, CASE WHEN ${differs} THEN ${ulpStepsSql(dialect, plan.ulp, "x", "y")} END AS steps`;
  const binned = `(SELECT class, finite, CASE WHEN ${differs} THEN d > 0 END AS up, CASE WHEN ${differs} THEN ${bin} END AS bin${steps} FROM ${measured})`;
  const ulp = plan.ulp === null ? "" : `, ${ulpBinSql("steps")} AS ulp`;
  return `SELECT class, finite, up, bin${ulp}, count(*) AS n FROM ${binned} GROUP BY ALL`;
};

export type ClassHistogram = Pick<OutputComparison, "pairs" | "classes" | "outside" | "differences" | "ulp">;

const add = (bins: Map<number, number>, bin: number, count: number): void => { bins.set(bin, (bins.get(bin) ?? 0) + count); };
const sorted = (bins: ReadonlyMap<number, number>): BinCount[] => Array.from(bins, ([bin, count]) => ({ bin, count })).sort((a, b) => a.bin - b.bin);

/** The groups folded into the three tables they hold. */
export const foldClassHistogram = (rows: readonly Row[], numericScore: boolean, ulp: boolean): ClassHistogram => {
  const classes = Object.fromEntries(DifferenceClass.options.map((name) => [name, 0])) as Record<DifferenceClass, number>;
  const [positive, negative, steps] = [new Map<number, number>(), new Map<number, number>(), new Map<number, number>()];
  let pairs = 0;
  let zero = 0;
  for (const row of rows) {
    const n = Number(row["n"]);
    pairs += n;
    classes[classOfCode(Number(row["class"]))] += n;
    if (row["finite"] !== true) continue;
    if (row["bin"] === null) zero += n;
    else add(row["up"] === true ? positive : negative, Number(row["bin"]), n);
    add(steps, row["bin"] === null ? 0 : Number(row["ulp"] ?? 0), n);
  }
  return {
    pairs,
    classes,
    outside: outsideClasses.reduce((sum, name) => sum + classes[name], 0),
    differences: numericScore ? { gamma, zero, positive: sorted(positive), negative: sorted(negative) } : null,
    ulp: numericScore && ulp ? sorted(steps) : null,
  };
};
