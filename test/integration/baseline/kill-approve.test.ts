import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBaseline } from "../../../src/app/baseline/read-baseline.ts";

const cli = resolve("src/cli/main.ts");
const folder = mkdtempSync(join(tmpdir(), "lockstep-approve-"));
const baselines = join(folder, "lockstep", "baselines");
const runs = 16;

interface Kill {
  /** Milliseconds after its start. */
  readonly after?: number;
  /** How often something happened in the folder of the model's baselines. */
  readonly events?: number;
}

/** Runs the command line; killed without warning at a time or at a change of the folder, when one is given. */
const lockstep = (args: readonly string[], { after, events }: Kill = {}): Promise<{ readonly code: number | null; readonly output: string; readonly ms: number }> =>
  new Promise((done) => {
    const from = performance.now();
    const child = spawn(process.execPath, [cli, ...args], { cwd: folder });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => { output += chunk.toString(); });
    const timer = after === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), after);
    let seen = 0;
    const watcher = events === undefined ? undefined : watch(join(baselines, "risk"), { recursive: true }, () => { if (++seen === events) child.kill("SIGKILL"); });
    child.on("close", (code) => {
      clearTimeout(timer);
      watcher?.close();
      done({ code, output, ms: performance.now() - from });
    });
  });

let ids: readonly string[];
beforeAll(async () => {
  const csv = (shift: number): string => `id,score\n${Array.from({ length: 20_000 }, (_, row) => `r${row},${Math.sqrt(row) + shift}`).join("\n")}\n`;
  for (const name of ["a", "b"]) writeFileSync(join(folder, `${name}.csv`), csv(0));
  for (let run = 0; run < runs; run += 1) expect((await lockstep(["check", "a.csv", "b.csv", "--quiet", "--key", "id"])).code).toBe(0);
  ids = (JSON.parse((await lockstep(["runs", "--json"])).output) as { id: string }[]).map(({ id }) => id);
  expect(ids).toHaveLength(runs);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const approve = (id: string, kill: Kill = {}) => lockstep(["baseline", "approve", id, "--model", "risk"], kill);
const inFolder = (): string[] => readdirSync(join(baselines, "risk")).sort((one, other) => one.localeCompare(other, "en", { numeric: true }));

/** Each version that is there is whole: readBaseline holds it against its seal and its recording's digest. */
const expectWhole = async (): Promise<number> => {
  const versions = inFolder().filter((name) => /^v\d+$/.test(name));
  for (const [index, name] of versions.entries()) {
    expect(name).toBe(`v${index + 1}`);
    expect((await readBaseline(baselines, "risk", index + 1))?.baseline).toMatchObject({ version: index + 1, recording: { rows: 20_000 } });
  }
  return versions.length;
};

test("killed at any point, an approval leaves no version or a whole one, and the next one sweeps up and catches up with the ledger", async () => {
  const whole = await approve(ids[0] as string);
  expect(whole.code).toBe(0);
  let killed = 0;
  for (const round of Array.from({ length: 40 }, (_, index) => index)) {
    // By the clock anywhere, by what happens in the folder while it is written.
    const kill = round % 2 === 0 ? { after: whole.ms * ((round * 0.618) % 1) } : { events: 1 + (round >> 1) % 12 };
    const { code } = await approve(ids[round % runs] as string, kill);
    if (code === null) killed += 1;
    await expectWhole();
  }
  expect(killed).toBeGreaterThan(10);
  const before = await expectWhole();
  const last = await approve(ids[0] as string);
  expect(last.code).toBe(0);
  expect(await expectWhole()).toBeGreaterThanOrEqual(before);
  if (!last.output.includes("already")) expect(inFolder().filter((name) => !name.startsWith("v"))).toEqual([]);
  expect((await lockstep(["ledger", "verify"])).code).toBe(0);
  const entered = JSON.parse((await lockstep(["ledger", "--kind", "baseline", "--limit", "100", "--json"])).output) as { subject: string }[];
  expect(entered.map(({ subject }) => subject).toReversed()).toEqual(Array.from({ length: await expectWhole() }, (_, index) => `risk/v${index + 1}`));
});

test("approvals at once make one version each", async () => {
  const before = await expectWhole();
  const results = await Promise.all(ids.slice(0, 6).map((id) => approve(id)));
  const made = results.filter(({ output }) => / approved: /.test(output)).map(({ output }) => /risk v(\d+)/.exec(output)?.[1]);
  expect(results.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(made.length).toBeGreaterThan(1);
  expect(new Set(made).size).toBe(made.length);
  expect(await expectWhole()).toBe(before + made.length);
  expect((await lockstep(["ledger", "verify"])).code).toBe(0);
});
