import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSqliteRunStore } from "../../../src/adapters/stores/sqlite/create-sqlite-run-store.ts";
import { registeredHypotheses } from "../../../src/app/hypothesis/registered.ts";
import { registeredCalendar } from "../../../src/app/hypothesis/registered-calendar.ts";
import { verifyLedger } from "../../../src/app/verify-ledger.ts";

const cli = resolve("src/cli/main.ts");
const count = 40;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lockstep-at-once-"));
  writeManifest(0.02);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const writeManifest = (margin: number): void => {
  const hypotheses = Array.from({ length: count }, (_, index) => `      h${index}: {claim: it holds, metric: {name: rate, column: c${index}}, expected: {value: 0.3, standardError: 0.01, source: test}, margin: ${margin}}`);
  writeFileSync(join(folder, "lockstep.yaml"), `version: 1\nmodels:\n  m:\n    hypotheses:\n${hypotheses.join("\n")}\ncalendar:\n  - {name: move, kind: outage, from: "2030-01-01", to: "2030-01-02"}\n`);
};

/** The command line in a process of its own, killed without warning after so many milliseconds where that is said. */
const lockstep = (args: readonly string[], store: string, killAfter: number | null = null): Promise<{ readonly code: number | null; readonly output: string; readonly ms: number }> =>
  new Promise((done) => {
    const from = performance.now();
    const child = spawn(process.execPath, [cli, "hypothesis", ...args, "--store", store], { cwd: folder });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => { output += chunk.toString(); });
    const timer = killAfter === null ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfter);
    child.on("close", (code) => {
      clearTimeout(timer);
      done({ code, output, ms: performance.now() - from });
    });
  });

const within = <T>(store: string, look: (store: ReturnType<typeof createSqliteRunStore>) => T): T => {
  const opened = createSqliteRunStore(join(folder, store));
  try {
    return look(opened);
  } finally {
    opened.close();
  }
};

/** Each version of each hypothesis is there once, none is left out, and the ledger's chain holds. */
const versionsIn = (store: string): Map<string, number[]> => within(store, (opened) => {
  expect(verifyLedger(opened, undefined).problem).toBeNull();
  const versions = new Map<string, number[]>();
  for (const { hypothesis, version } of registeredHypotheses(opened)) versions.set(hypothesis, [...(versions.get(hypothesis) ?? []), version]);
  return versions;
});

test("several who register and amend at once make one version each", async () => {
  const names = Array.from({ length: count }, (_, index) => `h${index}`);
  const all = await Promise.all(Array.from({ length: 4 }, () => lockstep(["register"], "together")));
  expect(all.map(({ code, output }) => [code, code === 0 ? "" : output])).toEqual(all.map(() => [0, ""]));
  expect([...versionsIn("together")]).toEqual(expect.arrayContaining(names.map((name) => [`m/${name}`, [1]])));
  expect(all.reduce((sum, { output }) => sum + (output.match(/ registered\n/g)?.length ?? 0), 0)).toBe(count);
  expect(within("together", registeredCalendar)).toHaveLength(1);

  writeManifest(0.05);
  const amended = await Promise.all(Array.from({ length: 4 }, (_, index) => lockstep(["amend", ...names, "--reason", `reason ${index}`, "--author", `author ${index}`], "together")));
  expect(amended.map(({ code, output }) => [code, code === 0 ? "" : output])).toEqual(amended.map(() => [0, ""]));
  expect(new Set([...versionsIn("together").values()].map(String))).toEqual(new Set(["1,2"]));
  writeManifest(0.02);
});

test("killed at any point, what was entered is whole, and the next one enters the rest", async () => {
  const whole = await lockstep(["register"], "undisturbed");
  expect(whole.code).toBe(0);
  const partial = new Set<number>();
  for (let round = 0; round < 24; round += 1) {
    const store = `killed-${round}`;
    await lockstep(["register"], store, whole.ms * (0.5 + 0.5 * ((round * 0.618) % 1)));
    const found = versionsIn(store);
    partial.add(found.size);
    for (const versions of found.values()) expect(versions).toEqual([1]);
    expect((await lockstep(["register"], store)).code).toBe(0);
    expect(new Set([...versionsIn(store).values()].map(String))).toEqual(new Set(["1"]));
    expect(versionsIn(store).size).toBe(count);
    expect(within(store, registeredCalendar)).toHaveLength(1);
  }
  // Some were killed before the first entry, or in the middle.
  expect([...partial].some((size) => size < count)).toBe(true);
});
