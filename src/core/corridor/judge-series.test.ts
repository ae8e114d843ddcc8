import { describe, expect, test } from "vitest";
import { startOfLocalDay } from "../measure/window-time.ts";
import { aBacktest, aHypothesis, anOffline, dayOf, daysAt, lookAfter, monday, rateMeasure, wobble, zone } from "./daily-rate.fixture.ts";
import { judgeSeries } from "./judge-series.ts";

const states = (judgement: ReturnType<typeof judgeSeries>): string => judgement.history.map(({ verdict }) => verdict[0]).join("");

describe("weeks", () => {
  test("before three whole weeks nothing is decided, and it says until when", () => {
    const after = judgeSeries(lookAfter(20, daysAt(20, () => 0.2)));
    expect(after).toMatchObject({ verdict: "inconclusive", unit: "week", units: 2 });
    expect(after.blind).toContain("whole weeks are the unit; 3 are needed before anything can be decided, and there are 2; until 2026-01-26");
    expect(judgeSeries(lookAfter(21, daysAt(21, () => 0.2))).blind).toBeNull();
  });
  test("a quiet year passes and stays so; the interval is inside the narrowed corridor", () => {
    const judged = judgeSeries(lookAfter(364, daysAt(364, () => 0.1)));
    expect(judged.verdict).toBe("pass");
    expect(states(judged)).toMatch(/^i+p+$/u);
    expect(judged.units).toBe(52);
    expect(judged.interval?.low).toBeGreaterThan(0.09);
    expect(judged.logEValue).toBeLessThan(0);
  });
  test("a late departure fails within weeks and is dated", () => {
    const judged = judgeSeries(lookAfter(210, daysAt(210, (day) => (day < 140 ? 0.1 : 0.13))));
    expect(judged.verdict).toBe("fail");
    expect(states(judged).indexOf("f")).toBeLessThanOrEqual(22);
    expect(judged.since).toBe(new Date(startOfLocalDay(zone, monday + 140)).toISOString());
    expect(judged.estimateSince).toBeCloseTo(0.13, 2);
    expect(judged.intervalSince?.low).toBeGreaterThan(judged.corridor.high ?? Infinity);
    expect(judged.logEValue).toBeGreaterThan(Math.log(20));
    expect(judged.reason).toContain("since 2026-05-25");
  });
  test("a level that moves inside the corridor is no failure", () => expect(states(judgeSeries(lookAfter(280, daysAt(280, (day) => (day < 140 ? 0.104 : 0.096)))))).not.toContain("f"));
  test("after a failure that is over it passes again, of the weeks since", () => {
    const judged = judgeSeries(lookAfter(280, daysAt(280, (day) => (day >= 70 && day < 140 ? 0.13 : 0.1))));
    expect(states(judged)).toMatch(/^i+p+f+i*p+$/u);
    expect(judged).toMatchObject({ verdict: "pass", since: null });
    expect(judged.estimate).toBeCloseTo(0.1, 2);
    expect(judged.reason).toContain("since production came back on 2026-05-25");
  });
  test("a promise without error and margin can fail and never pass", () => {
    const exact = { hypothesis: aHypothesis({ margin: { below: 0, above: 0, relative: false } }), offline: anOffline({ standardError: 0 }) };
    expect(judgeSeries(lookAfter(140, daysAt(140, () => 0.1), exact)).verdict).toBe("inconclusive");
    expect(judgeSeries(lookAfter(140, daysAt(140, (day) => 0.12 + wobble(day * 3)), exact)).verdict).toBe("fail");
  });
  test("an offline error that is larger than the margin is told, and a departure within it is none", () => {
    const judged = judgeSeries(lookAfter(140, daysAt(140, () => 0.11), { offline: anOffline({ standardError: 0.02 }) }));
    expect(judged.verdict).toBe("inconclusive");
    expect(judged.reason).toContain("the offline error is larger than the margin");
    expect(judged.needed).toBeNull();
  });
  test("one side alone: what lies beyond the other is not judged", () => {
    const below = { hypothesis: aHypothesis({ margin: { below: 0.01, above: null, relative: false } }) };
    const better = judgeSeries(lookAfter(140, daysAt(140, () => 0.3), below));
    expect(better.verdict).toBe("pass");
    expect(better.corridor.high).toBeNull();
    expect(judgeSeries(lookAfter(140, daysAt(140, () => 0.07), below)).verdict).toBe("fail");
    expect(judgeSeries(lookAfter(140, daysAt(140, () => 0.07), { hypothesis: aHypothesis({ margin: { below: null, above: null, relative: false } }) })).reason).toContain("neither side");
  });
  test("near the edge it says how many weeks would decide it, and so many do", () => {
    const rate = (day: number): number => 0.1055 + 0.006 * (Math.floor(day / 7) % 2 === 0 ? 1 : -1);
    const judged = judgeSeries(lookAfter(42, daysAt(42, rate)));
    expect(judged.verdict).toBe("inconclusive");
    expect(judged.needed).toBeGreaterThan(1);
    const later = 42 + 7 * ((judged.needed ?? 0) + 2);
    expect(judgeSeries(lookAfter(later, daysAt(later, rate))).verdict).toBe("pass");
  });
  test("a larger family takes more of the offline error into the e-value, and leaves the verdict", () => {
    const statistics = daysAt(140, () => 0.13);
    const offline = anOffline({ standardError: 0.005 });
    const [alone, among] = [judgeSeries(lookAfter(140, statistics, { offline })), judgeSeries(lookAfter(140, statistics, { offline, family: 100 }))];
    expect(among.verdict).toBe(alone.verdict);
    expect(among.logEValue).toBeLessThan(alone.logEValue);
  });
});

describe("days and events", () => {
  test("where offline days tell the season, days are the unit and a departure fails within days", () => {
    const judged = judgeSeries(lookAfter(150, daysAt(150, (day) => (day < 140 ? 0.1 : 0.14)), { offline: aBacktest() }));
    expect(judged).toMatchObject({ unit: "day", verdict: "fail", units: 150 });
    expect(states(judged).indexOf("f")).toBeLessThan(147);
    expect(judged.detector).toMatchObject({ alarm: true, refused: null });
    expect(judged.bayes?.probabilityInside).toBeLessThan(0.5);
  });
  test("the season is taken off: a week's shape that offline had too is no departure", () => {
    const dayOfWeek = [0.03, 0.02, 0.01, 0, -0.01, -0.02, -0.03];
    const shaped = (day: number): number => 0.1 + (dayOfWeek[day % 7] ?? 0);
    const seasonal = aBacktest({ season: { dayOfWeek, hourOfDay: null }, daily: aBacktest().daily.map(({ day, value, n }, at) => ({ day, value: (value ?? 0) + (dayOfWeek[at % 7] ?? 0), n })) });
    const judged = judgeSeries(lookAfter(112, daysAt(112, shaped), { offline: seasonal }));
    expect(judged).toMatchObject({ unit: "day", verdict: "pass" });
    expect(judged.detector.alarm).toBe(false);
    expect(judged.interval?.high).toBeLessThan(judgeSeries(lookAfter(112, daysAt(112, shaped), { offline: aBacktest() })).interval?.high ?? 0);
  });
  test("neighbouring days that hang together are no units", () => expect(judgeSeries(lookAfter(70, daysAt(70, () => 0.1), { offline: aBacktest({ autocorrelation: 0.6 }) }))).toMatchObject({ unit: "week" }));
  const rare = anOffline({ estimate: 1e-4, standardError: 1e-5, varianceOfARow: 1e-4 });
  const only = aHypothesis({ margin: { below: null, above: 0.00001, relative: false } });
  const events = (count: number, each: (day: number) => number): ReturnType<typeof daysAt> => Array.from({ length: count }, (_, day) => dayOf(monday + day, each(day), 20_000));
  test("rare events are counted exactly: as many as were expected are well, three times as many fail", () => {
    const quiet = judgeSeries(lookAfter(140, events(140, (day) => [1, 3, 2, 0, 4, 2, 2][day % 7] ?? 0), { offline: rare, hypothesis: only }));
    expect(quiet).toMatchObject({ unit: "event" });
    expect(quiet.verdict).not.toBe("fail");
    expect(quiet.bayes?.method).toContain("beta-binomial");
    expect(judgeSeries(lookAfter(160, events(160, (day) => (day < 120 ? 2 : 6)), { offline: rare, hypothesis: only })).verdict).toBe("fail");
    expect(judgeSeries(lookAfter(140, events(140, () => 0), { offline: rare, hypothesis: only }))).toMatchObject({ verdict: "pass", estimate: 0 });
  });
  test("a share near 1 is judged by its few failures: the mirror of rare events", () => {
    const mirror = (statistics: ReturnType<typeof daysAt>): ReturnType<typeof daysAt> => statistics.map(({ window, rows, sums }) => dayOf(window, rows - (sums[1] ?? 0), rows));
    const near1 = { offline: { ...rare, estimate: 0.9999 }, hypothesis: aHypothesis({ margin: { below: 0.00001, above: null, relative: false } }) };
    for (const each of [(day: number): number => (day < 120 ? 2 : 6), (day: number): number => [1, 3, 2, 0, 4, 2, 2][day % 7] ?? 0]) {
      const [direct, mirrored] = [judgeSeries(lookAfter(160, events(160, each), { offline: rare, hypothesis: only })), judgeSeries(lookAfter(160, mirror(events(160, each)), near1))];
      expect(mirrored).toMatchObject({ unit: "event", verdict: direct.verdict, since: direct.since, needed: direct.needed });
      expect(mirrored.logEValue).toBeCloseTo(direct.logEValue, 4);
      expect(mirrored.estimate).toBeCloseTo(1 - (direct.estimate ?? 0), 10);
      expect(mirrored.interval?.low).toBeCloseTo(1 - (direct.interval?.high ?? 0), 9);
    }
  });
  test("of rare events it says how many more days would decide it, and so many do", () => {
    const each = (day: number): number => [1, 3, 2, 0, 4, 2, 2][day % 7] ?? 0;
    const room = { offline: rare, hypothesis: aHypothesis({ margin: { below: null, above: 0.00005, relative: false } }) };
    const early = judgeSeries(lookAfter(28, events(28, each), room));
    expect(early).toMatchObject({ unit: "event", verdict: "inconclusive" });
    expect(early.needed).toBeGreaterThan(1);
    const days = 28 + (early.needed ?? 0);
    expect(judgeSeries(lookAfter(days + 7, events(days + 7, each), room)).verdict).toBe("pass");
    expect(judgeSeries(lookAfter(days - 7, events(days - 7, each), room)).verdict).toBe("inconclusive");
    // An offline error above the margin: no number of days is worth naming.
    expect(judgeSeries(lookAfter(28, events(28, each), { offline: { ...rare, standardError: 1e-4 }, hypothesis: only })).needed).toBeNull();
  });
  test("events that came in clusters offline are judged by weeks", () => {
    const clustered = { ...rare, daily: Array.from({ length: 28 }, (_, day) => ({ day: "2026-01-01", value: day % 14 === 0 ? 28 / 20_000 : 0, n: 20_000 })) };
    expect(judgeSeries(lookAfter(140, events(140, () => 2), { offline: clustered, hypothesis: only })).unit).toBe("week");
  });
  test("events of time follow the same rules", () => {
    const measure = { ...rateMeasure, shape: "count" as const, metric: { name: "total" as const, column: "fraud" } };
    const totals = (each: (day: number) => number): ReturnType<typeof daysAt> => Array.from({ length: 120 }, (_, day) => dayOf(monday + day, 0, 500, { sums: [each(day), 86_400, each(day)] }));
    const look = { measure, offline: anOffline({ estimate: 1, standardError: 0.1, varianceOfARow: null }), hypothesis: aHypothesis({ margin: { below: null, above: 0.2, relative: false }, metric: measure.metric }) };
    expect(judgeSeries(lookAfter(120, totals((day) => day % 2 * 2), look))).toMatchObject({ unit: "event", estimate: 1 });
    expect(judgeSeries(lookAfter(120, totals((day) => (day < 80 ? day % 2 * 2 : 4)), look)).verdict).toBe("fail");
  });
});

describe("windows are shown whatever becomes of them", () => {
  test("missing, thin, excluded and noted; weeks that lack days are no units", () => {
    const statistics = daysAt(35, () => 0.1).filter(({ window }) => window !== monday + 3).map((each) => (each.window === monday + 4 ? dayOf(monday + 4, 2, 20) : each)).filter(({ window }) => window < monday + 14 || window > monday + 18);
    const calendar = [
      { name: "outage", kind: "outage" as const, from: "2026-01-12", to: "2026-01-13", models: null, treatment: "exclude" as const, reason: null },
      { name: "sale", kind: "campaign" as const, from: "2026-01-13", to: "2026-01-15", models: ["credit"], treatment: "note" as const, reason: null },
      { name: "elsewhere", kind: "outage" as const, from: "2026-01-05", to: "2026-02-15", models: ["other"], treatment: "exclude" as const, reason: null },
    ];
    const judged = judgeSeries(lookAfter(35, statistics, { calendar }));
    expect(judged.points).toHaveLength(35);
    const at = (day: number): (typeof judged.points)[number] | undefined => judged.points[day];
    expect(at(3)).toMatchObject({ status: "missing", estimate: null, label: "2026-01-08" });
    expect(at(4)?.status).toBe("thin");
    expect(at(4)?.note).toContain("20 rows, and 30 are needed");
    expect(at(7)).toMatchObject({ status: "excluded", note: "outage: outage" });
    expect(at(8)).toMatchObject({ status: "judged", note: "campaign: sale" });
    expect(at(20)?.note).toContain("2 days of this week can be judged");
    expect(judged.units).toBe(4);
    expect(at(0)?.expectedLow).toBeLessThan(0.1);
    expect(at(0)?.low).toBeLessThan(at(0)?.estimate ?? 0);
  });
  test("labels: what waits is maturing, what never came is thin, what came after the look is not known", () => {
    const measure = { ...rateMeasure, labelled: true };
    const hypothesis = aHypothesis({ labelMaturitySeconds: 10 * 86_400 });
    const statistics = daysAt(42, () => 0.1).flatMap((each) => {
      const came = each.window === monday + 2 ? 0.5 : 0.95;
      return [{ ...each, rows: each.rows * came, labelled: each.rows * came, arrived: each.window + 6 }, { ...each, rows: each.rows * (1 - came), labelled: 0, sums: [] }];
    });
    const judged = judgeSeries(lookAfter(42, statistics, { measure, hypothesis }));
    expect(judged.points[2]).toMatchObject({ status: "thin", note: "labels came for 50 %, and 90 % are needed" });
    expect(judged.points.slice(0, 32).filter(({ status }) => status === "judged")).toHaveLength(31);
    expect(judged.points.slice(32).every(({ status }) => status === "maturing")).toBe(true);
    expect(judged.points[40]?.labelled).toBe(0);
    expect(judged.points[40]?.rows).toBe(2000);
    expect(judged.units).toBe(4);
    expect(judged.labelled).toBeLessThan(judged.rows);
  });
  test("the same counts looked at later, or in another order, give the same history", () => {
    const statistics = daysAt(140, (day) => (day < 70 ? 0.1 : 0.14));
    const whole = judgeSeries(lookAfter(140, statistics));
    const early = judgeSeries(lookAfter(100, statistics.filter(({ window }) => window < monday + 100)));
    expect(early.history).toEqual(whole.history.slice(0, early.history.length));
    expect(judgeSeries(lookAfter(140, statistics.toReversed())).history).toEqual(whole.history);
  });
  test("from a day on: what lies before is neither judged nor shown", () => {
    const judged = judgeSeries(lookAfter(70, daysAt(70, () => 0.1), { from: startOfLocalDay(zone, monday + 30) }));
    expect(judged.points[0]?.label).toBe("2026-02-04");
    expect(judged.units).toBe(6);
  });
  test("nothing at all is no pass", () => {
    const judged = judgeSeries(lookAfter(10, [], { from: startOfLocalDay(zone, monday) }));
    expect(judged).toMatchObject({ verdict: "inconclusive", units: 0, estimate: null });
    expect(judged.points.every(({ status }) => status === "missing")).toBe(true);
    expect(judgeSeries(lookAfter(10, [])).points).toEqual([]);
    expect(judged.reason).toContain("no whole week can be judged yet");
  });
  test("hours make days and weeks in the zone, over a change of clocks too", () => {
    const start = startOfLocalDay(zone, monday + 70) / 3_600_000;
    const hours = Array.from({ length: 28 * 24 - 1 }, (_, hour) => dayOf(start + hour, 20 + (hour % 5), 200));
    const judged = judgeSeries({ ...lookAfter(98, hours), plan: { window: "hour", timeZone: zone }, hypothesis: aHypothesis({ margin: { below: 0.02, above: 0.02, relative: false }, window: "hour" }) });
    expect(judged.units).toBe(4);
    expect(judged.points).toHaveLength(28 * 24 - 1);
  });
  test("thin hours count with their day, so that a day keeps its mix of rows", () => {
    const start = startOfLocalDay(zone, monday) / 3_600_000;
    // By day 100 rows an hour at 10 %; from midnight to eight 20 rows an hour at 30 %. Winter: Berlin is an hour ahead.
    const hours = Array.from({ length: 28 * 24 }, (_, hour) => (hour % 24 < 8 ? dayOf(start + hour, 6, 20) : dayOf(start + hour, hour % 2 === 0 ? 9 : 11, 100)));
    const look = { ...lookAfter(28, hours), plan: { window: "hour" as const, timeZone: zone }, hypothesis: aHypothesis({ window: "hour" }) };
    const judged = judgeSeries(look);
    expect(judged.estimate).toBeCloseTo((8 * 6 + 16 * 10) / (8 * 20 + 16 * 100), 3);
    expect(judged.points[3]).toMatchObject({ status: "thin", note: "20 rows, and 30 are needed; it counts with its day" });
    expect(judged.units).toBe(4);
    // Means of windows leave them out, as offline does.
    expect(judgeSeries({ ...look, hypothesis: aHypothesis({ window: "hour", aggregation: "mean-of-windows" }) }).estimate).toBeCloseTo(0.1, 3);
    // The minimum is asked of the day: days of hours that are all thin count, and days below it do not.
    const thin = Array.from({ length: 28 * 24 }, (_, hour) => dayOf(start + hour, hour % 2, 4));
    expect(judgeSeries({ ...look, statistics: thin })).toMatchObject({ units: 4, estimate: 0.125 });
    expect(judgeSeries({ ...look, statistics: thin, hypothesis: aHypothesis({ window: "hour", minimum: { coverage: 0.9, rows: 97 } }) })).toMatchObject({ units: 0, estimate: null });
  });
  test("hours whose labels are late in coming count where the day's labels came", () => {
    const measure = { ...rateMeasure, labelled: true };
    const start = startOfLocalDay(zone, monday) / 3_600_000;
    const hours = (came: number): ReturnType<typeof daysAt> => Array.from({ length: 28 * 24 }, (_, hour) => {
      const labels = hour % 24 === 3 ? came : 100;
      return { ...dayOf(start + hour, labels / 10, labels), rows: 100, labelled: labels };
    });
    const look = { ...lookAfter(60, hours(50)), measure, plan: { window: "hour" as const, timeZone: zone }, hypothesis: aHypothesis({ window: "hour" }), to: startOfLocalDay(zone, monday + 28) };
    expect(judgeSeries(look).points[3]?.note).toBe("labels came for 50 %, and 90 % are needed; it counts with its day");
    // 2,350 of 2,400: 97.9 %.
    expect(judgeSeries({ ...look, hypothesis: aHypothesis({ window: "hour", minimum: { coverage: 0.98, rows: 30 } }) }).points[3]?.note).toBe("labels came for 50 %, and 98 % are needed");
  });
});

test("amounts of which a few make most of the spread are neither passed nor failed, and it says why and for how long", () => {
  const measure = { ...rateMeasure, metric: { name: "mean" as const, column: "amount" } };
  // A hundred rows of about 1 a day; on every fortieth day one of them is 200.
  const statistics = Array.from({ length: 150 }, (_, day) => {
    const [sum, squares] = [100 + wobble(day) * 1000 + (day % 40 === 39 ? 200 : 0), 125 + (day % 40 === 39 ? 40_000 : 0)];
    return dayOf(monday + day, sum, 100, { sums: [100, sum, 100, squares, 100, sum] });
  });
  const judged = judgeSeries(lookAfter(150, statistics, { measure, hypothesis: aHypothesis({ metric: measure.metric, margin: { below: 5, above: 5, relative: false } }), offline: anOffline({ estimate: 1, standardError: 0.01, varianceOfARow: 1 }) }));
  expect(judged).toMatchObject({ verdict: "inconclusive", needed: null });
  expect(judged.reason).toContain("a few very large values make most of the spread of 147 days");
  expect(judged.reason).toMatch(/Judge a quantile, or values with an upper limit, or wait: about \d+ days/);
  const thin = statistics.map((each) => ({ ...each, sums: [100, 100, 100, 125, 100, 100] }));
  expect(judgeSeries(lookAfter(150, thin, { measure, hypothesis: aHypothesis({ metric: measure.metric, margin: { below: 5, above: 5, relative: false } }), offline: anOffline({ estimate: 1, standardError: 0.01, varianceOfARow: 1 }) })).verdict).toBe("pass");
});
