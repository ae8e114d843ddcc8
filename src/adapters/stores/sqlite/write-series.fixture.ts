import { createSqliteSeriesStore } from "./create-sqlite-series-store.ts";

/** A process of its own that puts parts until it is killed, and says each one when it is kept: `node write-series.fixture.ts DIRECTORY PREFIX`. Every part has 48 windows of two days. */
const [directory = "", prefix = ""] = process.argv.slice(2);
const store = createSqliteSeriesStore(directory);
for (let number = 0; number < 100_000; number += 1) {
  const part = `${prefix}-${number}`;
  const statistics = Array.from({ length: 48 }, (_, window) => ({ measure: "m", segment: null, window, arrived: null, rows: 1, labelled: 1, sums: [1, 1, 1, 1, 1, 1], bins: [] }));
  store.put("plan", { part, labels: null, final: true, rows: 48, untimed: 0, orphans: 0, early: 0, firstTs: null, lastTs: null }, statistics, (window) => Math.floor(window / 24));
  process.stdout.write(`${part}\n`);
}
