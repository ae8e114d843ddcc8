import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CliResult, runCli } from "../../../src/cli/run-cli.fixture.ts";
import { leftIn, runsIn } from "../bad-input/attack.fixture.ts";

let cwd: string;
let stores = 0;
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), "lockstep-populations-"));
  file("a.csv", log());
  file("b.csv", log({}, 2000, 1));
  await lockstep("profile", "take", "a.csv", "-o", "a.profile.json", "--label", "paid", "--score", "probability", "--quiet", "--store", "profiles");
  await lockstep("profile", "take", "b.csv", "-o", "b.profile.json", "--like", "a.profile.json", "--quiet", "--store", "profiles");
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

/** A number between 0 and 1 that a row and a seed make, alike on every machine. */
const noise = (row: number, seed: number): number => ((Math.imul(row + 1, 2_654_435_761) ^ Math.imul(seed + 7, 1_597_334_677)) >>> 0) % 9973 / 9973;

/** 2,000 predictions; `over` has fields that differ, as a value or by row. */
const log = (over: Readonly<Record<string, string | ((row: number) => string)>> = {}, rows = 2000, seed = 0): string => {
  const columns: Record<string, (row: number) => string> = {
    id: String, ts: (row) => `2026-10-${String(1 + (row % 28)).padStart(2, "0")}T00:00:00Z`, income: (row) => (noise(row, seed + 10) * 5).toFixed(4), city: (row) => "xyz"[row % 3] ?? "",
    probability: (row) => noise(row, seed + 20).toFixed(6), paid: (row) => String(Number(noise(row, seed + 30) < 0.4)),
    ...Object.fromEntries(Object.entries(over).map(([name, value]) => [name, typeof value === "string" ? () => value : value])),
  };
  const lines = Array.from({ length: rows }, (_, row) => Object.values(columns).map((field) => field(row)).join(","));
  return `${[Object.keys(columns).join(","), ...lines].join("\n")}\n`;
};

const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(cwd, name), content);
  return name;
};

const lockstep = (...args: string[]): Promise<CliResult> => runCli(args, { cwd });

const compare = async (reference: string, candidate: string, ...more: string[]): Promise<CliResult & { readonly store: string; readonly said: string }> => {
  const store = `store-${(stores += 1)}`;
  const result = await lockstep("compare", reference, candidate, "--quiet", "--store", store, ...more);
  expect(result.stderr).not.toContain("this is a bug");
  return { ...result, store: join(cwd, store), said: `${result.stdout}${result.stderr}`.replaceAll(/\s+/g, " ") };
};

describe("a log that says too little, or nothing, of the model does not pass", () => {
  test.concurrent.each([
    ["one row", log({}, 1), log({}, 1, 1), 3, /1 row is too few/],
    ["29 rows", log({}, 29), log({}, 29, 1), 3, /29 rows are too few/],
    ["30 rows", log({}, 30), log({}, 30, 1), 3, /cannot be told/],
    ["a header alone", log(), log({}, 0), 3, /LS202/],
    ["an output that the candidate never has", log(), log({ probability: "" }), 1, /probability is missing more often/],
    ["an output that nobody has", log({ probability: "" }), log({ probability: "" }, 2000, 1), 3, /probability/],
    ["NaN throughout", log({ probability: "NaN" }), log({ probability: "NaN" }, 2000, 1), 3, /probability/],
    ["infinity throughout", log({ probability: "inf" }), log({ probability: "inf" }, 2000, 1), 3, /no value is finite/],
    ["one value throughout", log({ probability: "0.5" }), log({ probability: "0.5" }, 2000, 1), 0, /WARN.*probability is one value throughout/],
    ["text in place of an output", log(), log({ probability: (row) => `v${row % 9}` }), 1, /probability/],
    ["half of the times unreadable", log(), log({ ts: (row) => (row % 2 === 0 ? "2026-10-01T00:00:00Z" : "nobody@example.org") }), 3, /50 %/],
    ["every key twenty times", log({ id: (row) => String(row % 100) }), log({ id: (row) => String(row % 100) }, 2000, 1), 3, /id of an earlier row/],
  ] as const)("%s", async (name, reference, candidate, code, says) => {
    const stem = name.replaceAll(/\W/g, "-");
    const result = await compare(file(`${stem}-a.csv`, reference), file(`${stem}-b.csv`, candidate), "--id", "id");
    expect(result.code, result.said).toBe(code);
    expect(result.said).toMatch(says);
    expect(result.said).not.toContain("PASS");
    expect(result.said).not.toContain("nobody@");
  });

  test("the same data on both sides, by whatever name", async () => {
    expect(await compare("a.csv", "./a.csv")).toMatchObject({ code: 2, stdout: "" });
    symlinkSync("a.csv", join(cwd, "link.csv"));
    expect((await compare("a.csv", "link.csv")).said).toMatch(/WARN.*compared with themselves/);
  });
});

test("columns that are called like what every object has, and values that a terminal obeys", async () => {
  const hostile = (seed: number): string => log({ city: (row) => `\u001b[2J\u001b]0;x\u0007${row % 3}` }, 2000, seed).replace("income", "constructor").replace("paid", "__proto__");
  const result = await compare(file("hostile-a.csv", hostile(0)), file("hostile-b.csv", hostile(1)), "-o", "hostile.json");
  expect([0, 3]).toContain(result.code);
  // oxlint-disable-next-line no-control-regex
  expect(result.said).not.toMatch(/[\u001b\u0007]/);
  const { population } = JSON.parse(readFileSync(join(cwd, "hostile.json"), "utf8")) as { population: { shifts: { column: string; segment: string | null }[] } };
  expect(population.shifts.filter(({ segment }) => segment === null).map(({ column }) => column)).toEqual(expect.arrayContaining(["constructor", "__proto__", "city", "probability"]));
});

test("a line that does not fit is named by its place and its form, never by its values", async () => {
  const result = await compare("a.csv", file("ragged.csv", log().replace("\n7,", "\n7,Erika Mustermann,4111111111111111,")));
  expect(result).toMatchObject({ code: 2, stdout: "" });
  expect(result.stderr).toMatch(/LS203.*Line: 9 has \d fields where the header has 6/);
  expect(result.stderr).not.toMatch(/Erika|4111/);
});

describe("profiles from elsewhere", () => {
  const counts = { "a negative count": { n: -5 }, "a count that its bins do not have": { n: 5 }, "a sum that no values have": { sum: 1e308 } };
  const forged = (name: string, change: (profile: { schemaVersion: number; cells: { columns: Record<string, object> }[] }) => void): string => {
    const profile = JSON.parse(readFileSync(join(cwd, "b.profile.json"), "utf8"));
    change(profile);
    return file(`${name.replaceAll(/\W/g, "-")}.profile.json`, JSON.stringify(profile));
  };
  test.each(Object.entries(counts))("%s is refused", async (name, change) => {
    const result = await compare("a.profile.json", forged(name, ({ cells: [cell] }) => Object.assign(cell?.columns["income"] ?? {}, change)));
    expect(result).toMatchObject({ code: 2, stdout: "" });
    expect(result.stderr).toMatch(/^error LS235: /);
    expect(runsIn(result.store)).toBe(0);
  });

  test("another version, a cell twice, and no cell are refused; an output that was taken out leaves it open", async () => {
    for (const path of [forged("version", (profile) => (profile.schemaVersion = 2)), forged("twice", ({ cells }) => cells.push(...cells)), forged("none", (profile) => (profile.cells = []))]) {
      expect((await compare("a.profile.json", path)).stderr).toMatch(/^error LS235: /);
    }
    const open = await compare("a.profile.json", forged("without", ({ cells }) => cells.forEach(({ columns }) => delete columns["probability"])));
    expect(open.code, open.said).toBe(3);
    expect(open.said).toContain("score probability was not compared in all rows");
  });

  test("what did not come out as rows goes with the profile", async () => {
    file("torn-times.csv", log({ ts: (row) => (row % 2 === 0 ? "2026-10-01T00:00:00Z" : "later") }));
    const taken = await lockstep("profile", "take", "torn-times.csv", "-o", "torn.profile.json", "--like", "a.profile.json", "--quiet", "--store", "profiles");
    expect(taken.stderr).toContain("left out: 1,000 records");
    const result = await compare("a.profile.json", "torn.profile.json");
    expect(result.code, result.said).toBe(3);
    expect(result.said).toMatch(/50 % of what candidate wrote down/);
  });

  test("options that a profile cannot follow are refused, not passed over", async () => {
    for (const more of [["--candidate-window", "2026-10-01..2026-10-02"], ["--score", "income"], ["--cohort", "city"]]) expect((await compare("a.profile.json", "b.profile.json", ...more)).stderr).toMatch(/^error LS(105|207): /);
    expect((await compare("a.csv", "b.csv", "--margin", "distance=0.1=9")).stderr).toMatch(/^error LS102: /);
  });
});

test("killed in the middle, the store is sound: the next run is entered, and the ledger verifies", async () => {
  mkdirSync(join(cwd, "killed"));
  for (const milliseconds of [300, 700, 1100]) {
    const child = spawn(process.execPath, [join(import.meta.dirname, "../../../src/cli/main.ts"), "compare", "a.csv", "b.csv", "--quiet", "--store", "killed", "-o", `killed-${milliseconds}.html`], { cwd, stdio: "ignore" });
    const ended = once(child, "exit");
    await Promise.race([ended, new Promise((resolve) => { setTimeout(resolve, milliseconds); })]);
    child.kill("SIGKILL");
    await ended;
    const report = join(cwd, `killed-${milliseconds}.html`);
    if (existsSync(report)) expect(readFileSync(report, "utf8").trimEnd()).toMatch(/<\/html>$/);
  }
  const before = runsIn(join(cwd, "killed"));
  const [one, two] = await Promise.all([1, 2].map(() => lockstep("compare", "a.csv", "b.csv", "--quiet", "--store", "killed")));
  expect([one?.code, two?.code]).toEqual([one?.code, one?.code]);
  expect(runsIn(join(cwd, "killed"))).toBe(before + 2);
  expect((await lockstep("ledger", "verify", "--store", "killed")).code).toBe(0);
  expect(leftIn(join(cwd, "killed")).filter((path) => path.endsWith(".partial"))).toEqual([]);
});
