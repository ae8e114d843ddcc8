import { describe, expect, test } from "vitest";
import type { WindowStatistic } from "../domain/measure.ts";
import { startOfLocalDay } from "../measure/window-time.ts";
import { streamOf } from "../random/stream-of.ts";
import { labelMaturity } from "./label-maturity.ts";

const plan = { window: "day", timeZone: "Europe/Berlin" } as const;
const statistic = (window: number, arrived: number | null, rows: number, labelled = rows): WindowStatistic => ({ measure: "m", segment: null, window, arrived, rows, labelled: arrived === null ? labelled : rows, sums: [], bins: [] });
const noonOf = (day: number): number => startOfLocalDay(plan.timeZone, day) + 12 * 3_600_000;
const options = (asOf: number, days = 3) => ({ asOf: noonOf(asOf), maturitySeconds: days * 86_400, leastShare: 0.15 });

/** 100 rows a day; 40 labels on the day itself, 20 a day for two days more, 10 on the third; 10 never. */
const day = (window: number, asOf: number): WindowStatistic[] => {
  const arrivals = [40, 20, 20, 10].map((rows, age) => statistic(window, window + age, rows)).filter(({ arrived }) => (arrived ?? 0) <= asOf);
  return [...arrivals, statistic(window, null, 100 - arrivals.reduce((sum, { rows }) => sum + rows, 0), 0)];
};

describe("how labels come in", () => {
  test("the curve is the share of the labels that ever come, learned from cohorts of whatever age", () => {
    const asOf = 20_500;
    const found = labelMaturity(Array.from({ length: 10 }, (_, age) => day(asOf - age, asOf)).flat(), plan, options(asOf));
    expect(found?.curve.map(({ days }) => days)).toEqual([0, 1, 2, 3]);
    [40 / 90, 60 / 90, 80 / 90, 1].forEach((share, index) => expect(found?.curve[index]?.share).toBeCloseTo(share, 12));
    expect(found).toMatchObject({ coverage: 0.9, usableFromDays: 0, late: 0 });
    // Windows of the days up to the fourth before today have ended three days ago by noon.
    expect(found?.matureUntil).toBe(new Date(startOfLocalDay(plan.timeZone, asOf - 3)).toISOString());
    expect(found?.cohorts).toBe(6);
  });

  test("a cohort tells only of ages it has lived through: one that grew young labels only does not pull the curve down", () => {
    const asOf = 20_500;
    const old = [day(asOf - 8, asOf), day(asOf - 9, asOf)].flat();
    const whole = labelMaturity(old, plan, options(asOf));
    const withYoung = labelMaturity([...old, ...Array.from({ length: 3 }, (_, age) => day(asOf - age, asOf)).flat()], plan, options(asOf));
    whole?.curve.forEach(({ share }, index) => expect(withYoung?.curve[index]?.share).toBeCloseTo(share, 12));
  });

  test("without a cohort that is old enough there is no curve, and nothing is said to be mature", () => {
    const found = labelMaturity([day(20_499, 20_500), day(20_500, 20_500)].flat(), plan, options(20_500));
    expect(found).toEqual({ curve: [], cohorts: 0, matureUntil: null, coverage: null, usableFromDays: null, late: null });
  });

  test("labels that come later than agreed are told", () => {
    const asOf = 20_500;
    const found = labelMaturity([statistic(asOf - 20, asOf - 20, 60), statistic(asOf - 20, asOf - 12, 20), statistic(asOf - 20, null, 20, 0)], plan, options(asOf));
    expect(found?.late).toBeCloseTo(0.25, 12);
    expect(found?.curve.at(-1)).toEqual({ days: 3, share: 1 });
  });

  test("labels without a time refuse", () => {
    expect(labelMaturity([statistic(20_400, null, 100, 80)], plan, options(20_500))).toBeNull();
    expect(labelMaturity([statistic(20_400, 20_401, 10), statistic(20_400, null, 90, 90)], plan, options(20_500))).toBeNull();
    // A few of them are left out.
    expect(labelMaturity([statistic(20_400, 20_401, 98), statistic(20_400, null, 2, 2)], plan, options(20_500))?.curve.at(1)?.share).toBe(1);
  });

  test("hours are cohorts of their local day, weeks wait six days more", () => {
    const asOf = 20_500;
    const hour = (at: number) => Math.floor(noonOf(at) / 3_600_000);
    const found = labelMaturity([{ ...statistic(hour(asOf - 9), asOf - 8, 10) }, { ...statistic(hour(asOf - 9), null, 10, 0) }], { ...plan, window: "hour" }, options(asOf));
    expect(found?.curve).toEqual([{ days: 0, share: 0 }, { days: 1, share: 1 }, { days: 2, share: 1 }, { days: 3, share: 1 }]);
    expect(labelMaturity([statistic(20_468, 20_470, 10)], { ...plan, window: "week" }, options(asOf))?.curve).toHaveLength(10);
  });

  test("simulated: a year of cohorts with exponential delays gives the delay's distribution back", () => {
    const random = streamOf(31, "delays");
    const [asOf, mean] = [20_500, 4];
    const statistics = Array.from({ length: 120 }, (_, back) => {
      const arrived = new Map<number, number>();
      for (let row = 0; row < 100; row += 1) {
        const came = asOf - back + Math.floor(-mean * Math.log(1 - random.unit()));
        if (came <= asOf) arrived.set(came, (arrived.get(came) ?? 0) + 1);
      }
      const labelled = [...arrived.values()].reduce((sum, count) => sum + count, 0);
      return [...[...arrived].map(([at, count]) => statistic(asOf - back, at, count)), statistic(asOf - back, null, 100 - labelled, 0)];
    }).flat();
    const found = labelMaturity(statistics, plan, options(asOf, 30));
    for (const { days, share } of found?.curve ?? []) expect(Math.abs(share - (1 - Math.exp(-(days + 1) / mean)))).toBeLessThan(0.02);
    expect(found?.curve).toHaveLength(31);
  });
});
