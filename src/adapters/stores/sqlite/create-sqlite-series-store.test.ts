import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { expect, test } from "vitest";
import { testSeriesStore } from "../../../ports/series-store.conformance.ts";
import { createSqliteSeriesStore, seriesStoreFile } from "./create-sqlite-series-store.ts";
import { packBins, unpackBins } from "./pack-bins.ts";

const inDirectory = async (work: (directory: string) => void | Promise<void>): Promise<void> => {
  const directory = mkdtempSync(join(tmpdir(), "lockstep-series-"));
  try {
    await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

testSeriesStore("SQLite", () => {
  const directory = mkdtempSync(join(tmpdir(), "lockstep-series-"));
  return { open: () => createSqliteSeriesStore(directory), remove: () => rmSync(directory, { recursive: true, force: true }) };
});

test("a file that is no database is LS501, and may be moved away", () => inDirectory((directory) => {
  writeFileSync(seriesStoreFile(directory), "x".repeat(4096));
  expect(() => createSqliteSeriesStore(directory)).toThrow(expect.objectContaining({ code: "LS501", todo: "Series can be counted again: when no process uses the file, move it away." }));
}));

test("days that an older Lockstep added up are read as before, until somebody writes, and thereafter", () => inDirectory((directory) => {
  const one = { measure: "auc", segment: { column: "region", value: "eu" }, window: 25, arrived: null, rows: 3, labelled: 2, sums: [0.1, 2], bins: [[1, 2, 0.25]] };
  const part = { part: "x", labels: null, final: false, rows: 3, untimed: 0, orphans: 0, early: 0, firstTs: null, lastTs: null };
  const dayOf = (window: number): number => Math.floor(window / 24);
  const newer = createSqliteSeriesStore(directory);
  newer.put("plan", part, [one, { ...one, window: 50, sums: [], bins: [] }], dayOf);
  newer.close();
  const database = new DatabaseSync(seriesStoreFile(directory));
  database.exec("DROP TABLE sums_of_days; PRAGMA user_version = 1");
  database.close();
  const store = createSqliteSeriesStore(directory);
  const read = (day: number) => store.read("plan", { by: "day", fromDay: day, toDay: day, arrivedBy: null, bins: "whenAsked" });
  expect([1, 2].map(read)).toEqual([[{ ...one, window: 1 }], [{ ...one, window: 2, sums: [], bins: [] }]]);
  store.put("plan", { ...part, part: "y" }, [{ ...one, window: 51, sums: [0.5, 1], bins: [] }], dayOf);
  expect([1, 2].map(read)).toEqual([[{ ...one, window: 1 }], [{ ...one, window: 2, rows: 6, labelled: 4, sums: [0.5, 1], bins: [] }]]);
  store.close();
  const packed = new DatabaseSync(seriesStoreFile(directory));
  expect(packed.prepare("SELECT count(*) AS days, count(packed) AS packed FROM sums_of_days").get()).toEqual({ days: 2, packed: 2 });
  packed.close();
}));

test("bins come back bit for bit, and whole numbers take few bytes", () => {
  const cell = fc.oneof(fc.integer(), fc.double({ noNaN: true }), fc.maxSafeInteger());
  fc.assert(fc.property(fc.integer({ min: 1, max: 9 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 20 })), (bins) => {
    expect(unpackBins(packBins(bins))).toEqual(bins);
  }));
  expect(packBins([[100_001, 3], [100_002, 4], [100_005, 60]])?.length).toBe(12);
});

test("killed while writing: every part that was acknowledged is there whole, and days are what the windows add up to", () => inDirectory(async (directory) => {
  for (const after of [1, 4, 9]) {
    let text = "";
    const child = spawn(process.execPath, [join(import.meta.dirname, "write-series.fixture.ts"), directory, `after${after}`], { stdio: ["ignore", "pipe", "inherit"] });
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => { text += chunk; if (text.split("\n").length > after) child.kill("SIGKILL"); });
    await new Promise((resolve) => child.on("close", resolve));
    const acknowledged = text.split("\n").slice(0, -1);
    expect(acknowledged.length).toBeGreaterThanOrEqual(after);
    const store = createSqliteSeriesStore(directory);
    const parts = store.parts("plan").map(({ part }) => part);
    expect(acknowledged.filter((part) => !parts.includes(part))).toEqual([]);
    const [windows, days] = (["window", "day"] as const).map((by) => store.read("plan", { by, fromDay: null, toDay: null, arrivedBy: null }));
    expect(windows?.map(({ rows }) => rows)).toEqual(Array.from({ length: 48 }, () => parts.length));
    expect(days?.map(({ rows }) => rows)).toEqual([24 * parts.length, 24 * parts.length]);
    store.close();
  }
}));
