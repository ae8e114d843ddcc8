import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
