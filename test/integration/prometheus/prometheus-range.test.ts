import { afterAll, beforeAll, expect, test } from "vitest";
import { openMetricSource } from "../../../src/app/connect/open-metric-source.ts";
import type { MetricSource } from "../../../src/ports/metric-source.ts";
import { type RunningPrometheus, startPrometheus } from "./start-prometheus.ts";

/** Ten days, a sample a minute, from 1 October 2026: more than one answer may hold. */
const start = Date.parse("2026-10-01T00:00:00Z") / 1000;
const samples = 14_400;
const minute = 60;
/** One hour without a sample; an instant sees the last sample of five minutes at most. */
const gap = { from: 5_000, to: 5_060 };
const lookBack = 5;

const level = (index: number): number => 100 + Math.round(20 * Math.sin(index / 700) * 1000) / 1000;
const asked = (index: number): number => index * 30;
const errors = (index: number): number => index * 3 + (index > 10_000 ? (index - 10_000) * 6 : 0);

const openMetrics = (): string => {
  const lines: string[] = [];
  const family = (name: string, kind: string, sample: string, value: (index: number) => number): void => {
    lines.push(`# TYPE ${name} ${kind}`);
    for (let index = 0; index < samples; index += 1) if (index < gap.from || index >= gap.to) lines.push(`${sample} ${value(index)} ${start + index * minute}`);
  };
  family("model_level", "gauge", 'model_level{model="credit"}', level);
  family("asked", "counter", 'asked_total{pod="a"}', asked);
  family("errors", "counter", 'errors_total{pod="a"}', errors);
  lines.push("# TYPE idle gauge", ...["a", "b", "c"].map((pod) => `idle{pod="${pod}"} 0 ${start}`), "# EOF\n");
  return lines.join("\n");
};

let prometheus: RunningPrometheus;
let source: MetricSource & { close(): Promise<void> };
beforeAll(async () => {
  prometheus = await startPrometheus(openMetrics());
  source = await openMetricSource({ url: prometheus.url, headers: [] }, { env: {}, cwd: "." });
});
afterAll(async () => {
  await source.close();
  await prometheus.stop();
});

test("every sample is there once, over several answers; where none were taken, none are made up", async () => {
  const points = await source.range("model_level", start, start + samples * minute, minute);
  const expected = Array.from({ length: samples }, (_, index) => index).flatMap((index) => {
    const seen = index >= gap.from && index < gap.to ? gap.from - 1 : index;
    return index - seen > lookBack ? [] : [{ at: start + index * minute, value: level(seen) }];
  });
  expect(expected.length).toBe(samples - (gap.to - gap.from) + lookBack);
  expect(points).toEqual(expected);
});

test("the end of the span is not in it", async () => expect((await source.range("model_level", start, start + 3 * minute, minute)).map(({ at }) => at)).toEqual([start, start + minute, start + 2 * minute]));

test("a share of errors at the ends of hours is what was counted in them", async () => {
  const hour = 3600;
  const share = await source.range("sum(increase(errors_total[1h])) / sum(increase(asked_total[1h]))", start + 24 * hour, start + 48 * hour, hour);
  expect(share).toHaveLength(24);
  for (const { value } of share) expect(value).toBeCloseTo(0.1, 9);
  const later = await source.range("sum(increase(errors_total[1h])) / sum(increase(asked_total[1h]))", start + 200 * hour, start + 201 * hour, hour);
  expect(later.map(({ value }) => Number(value.toFixed(9)))).toEqual([0.3]);
});

test("what divides by nothing, or is not there, gives no values", async () => {
  expect(await source.range("sum(idle) / sum(idle)", start, start + 3 * minute, minute)).toEqual([]);
  expect(await source.range("sum(idle + 1) / sum(idle)", start, start + 3 * minute, minute)).toEqual([]);
  expect(await source.range("nobody_knows_this", start, start + 3 * minute, minute)).toEqual([]);
});

test("several series, a wrong expression and an impossible step are refused in words", async () => {
  await expect(source.range("idle", start, start + minute, minute)).rejects.toMatchObject({ code: "LS257", message: expect.stringContaining('idle gives 3 series and one is wanted: {__name__="idle", pod="a"}') });
  await expect(source.range("sum(", start, start + minute, minute)).rejects.toMatchObject({ code: "LS257", message: expect.stringContaining("parse error") });
});

test("credentials come from where they are kept, and are asked for where they are missing", async () => {
  const guarded = await startPrometheus("# TYPE idle gauge\nidle 7 1790812800\n# EOF\n", { password: true });
  const basic = `Basic ${Buffer.from("ana:test").toString("base64")}`;
  const dependencies = { env: { TOKEN: Buffer.from("ana:test").toString("base64"), WHO: "ana:test" }, cwd: "." };
  const ask = async (url: string, headers: { name: string; value: string }[]) => {
    const opened = await openMetricSource({ url, headers }, dependencies);
    return opened.range("idle", 1_790_812_800, 1_790_812_801, 60).finally(() => opened.close());
  };
  expect(await ask(guarded.url, [{ name: "Authorization", value: "Basic env:TOKEN" }])).toEqual([{ at: 1_790_812_800, value: 7 }]);
  expect(await ask(guarded.url.replace("//", "//env:WHO@"), [])).toEqual([{ at: 1_790_812_800, value: 7 }]);
  await expect(ask(guarded.url, [])).rejects.toMatchObject({ code: "LS304" });
  await expect(ask(guarded.url, [{ name: "Authorization", value: basic }])).rejects.toMatchObject({ code: "LS103" });
  await guarded.stop();
  await expect(ask(guarded.url, [])).rejects.toMatchObject({ code: "LS301" });
});
