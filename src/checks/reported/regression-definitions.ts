import { meanInterval } from "../../core/stats/paired-mean.ts";
import type { Engine } from "../../ports/engine.ts";
import { type Definition, type Definitions, departureWords } from "./definition.ts";
import type { LabelledRows } from "./labelled-rows.ts";
import type { RowPopulation } from "./row-population.ts";

export interface RegressionQuestion {
  readonly metric: "mae" | "mse" | "rmse" | "r2";
  readonly rows: LabelledRows;
  readonly populations: readonly RowPopulation[];
  readonly output: string;
}

/** Every way to take a metric of numbers against numeric labels. */
export const regressionDefinitions = async (engine: Engine, { metric, rows, populations, output }: RegressionQuestion): Promise<Definitions> => {
  const tried: Definition[] = [];
  for (const population of populations.filter(({ withFailed }) => !withFailed)) {
    const [row] = await engine.query(`SELECT count(*) AS n, sum(e) AS e, sum(e * e) AS ee, sum(e * e * e * e) AS eeee, sum(abs(e)) AS ae, median(abs(e)) AS middle, var_pop(y) AS vy, corr(p, y) AS r
FROM (SELECT ${rows.column(output, "score")} AS p, label_number AS y, ${rows.column(output, "score")} - label_number AS e FROM ${rows.sql} WHERE ${population.where}) WHERE p IS NOT NULL AND y IS NOT NULL AND ${engine.dialect.isFinite("y")}`);
    const of = (name: string): number => Number(row?.[name] ?? 0);
    const n = of("n");
    if (n < 2) {
      if (population.steps === 0) return { why: `${n} labelled rows have a number`, n };
      continue;
    }
    for (const each of waysOf(metric, of, n)) {
      tried.push({ ...each, n, steps: each.steps + population.steps, words: departureWords([{ words: each.steps === 0 ? null : each.words, steps: each.steps }, population], each.words), as: population.words === null ? each.as : `${each.as} ${population.words}` });
    }
  }
  return { tried };
};

const waysOf = (metric: RegressionQuestion["metric"], of: (name: string) => number, n: number): Omit<Definition, "n">[] => {
  const mse = of("ee") / n;
  const squares = meanInterval({ n, sum: of("ee"), sumOfSquares: of("eeee") });
  const root = squares === null ? null : { ...squares, low: Math.sqrt(Math.max(0, squares.low)), high: Math.sqrt(squares.high) };
  const spread = Math.max(0, mse - (of("e") / n) ** 2);
  const bySize = { mae: of("ae") / n, mse, rmse: Math.sqrt(mse) };
  const words = { mae: "the mean absolute error", mse: "the mean squared error", rmse: "the root of the mean squared error" };
  const one = (said: string, value: number, steps = 1, interval: Definition["interval"] = null): Omit<Definition, "n"> => ({ words: said, as: `as ${said}`, steps, value, interval });
  if (metric === "r2") {
    const r2 = 1 - mse / of("vy");
    return Number.isFinite(r2) ? [one("the share of the labels' variance that is explained", r2, 0), one("the squared correlation, which forgives a wrong scale", of("r") ** 2), one("the correlation", of("r")), one("the explained variance, which forgives a bias", 1 - spread / of("vy"))] : [];
  }
  const intervals = { mae: meanInterval({ n, sum: of("ae"), sumOfSquares: of("ee") }), mse: squares, rmse: root };
  const others = (["mae", "mse", "rmse"] as const).filter((each) => each !== metric).map((each) => one(words[each], bySize[each]));
  const sampled = metric === "rmse" ? [one("the one divided by n - 1 instead of n (sample instead of population)", Math.sqrt(of("ee") / (n - 1))), one("the population deviation of the errors, which forgives a bias", Math.sqrt(spread)), one("the sample deviation of the errors, which forgives a bias", Math.sqrt((spread * n) / (n - 1)))]
    : metric === "mse" ? [one("the one divided by n - 1 instead of n (sample instead of population)", of("ee") / (n - 1)), one("the population variance of the errors, which forgives a bias", spread)]
      : [one("the median absolute error", of("middle"))];
  return [one(words[metric], bySize[metric], 0, intervals[metric]), ...sampled, ...others];
};
