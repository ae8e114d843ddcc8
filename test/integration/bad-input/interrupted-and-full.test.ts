import { RECHECKED_CALLS } from "../../../src/work/replay/changed-since.ts";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Arena, csvOf, expectRefusal, leftIn, openArena, runsIn } from "./attack.fixture.ts";
import { answerWell, type BadEndpoint, openBadEndpoint } from "./bad-endpoint.fixture.ts";

const rows = 400;
let arena: Arena;
let endpoint: BadEndpoint;
let halfway: () => void = () => {};
const halfAsked = new Promise<void>((resolve) => (halfway = resolve));

beforeAll(async () => {
  arena = openArena();
  endpoint = await openBadEndpoint({
    "slow": (asked) => {
      if (asked.earlier === rows) halfway();
      setTimeout(() => answerWell(asked), 5);
    },
  });
  arena.file("rows.csv", csvOf((row) => `${row},${row}`, "id,x", rows));
  arena.file("answers.csv", csvOf((row) => `${row},${row / 7 + 0.5}`, "id,score", rows));
});
afterAll(async () => {
  await endpoint.close();
  arena.close();
});

const asking = ["--inputs", "rows.csv", "--key", "id", "--template", '{"x": {{x}}}', "--no-probes"] as const;

test("^C in the middle: exit 130, how to go on, nothing half-written; the same command asks only what is left", async () => {
  const args = [endpoint.url("slow"), "answers.csv", ...asking, "--warmup", "0", "--concurrency", "4", "--store", "interrupted"];
  const stopped = await arena.check(args, { interruptAfter: halfAsked });
  expect(stopped).toMatchObject({ code: 130, stdout: "" });
  expect(stopped.stderr).toContain("run the same command again to resume");
  expect(leftIn(join(arena.cwd, "interrupted")).filter((path) => path.endsWith(".parquet"))).toEqual([]);
  expect(runsIn(join(arena.cwd, "interrupted"))).toBe(0);
  const resumed = await arena.check(args);
  expect(resumed.code, resumed.stderr).toBe(0);
  expect(runsIn(join(arena.cwd, "interrupted"))).toBe(1);
  // Each row twice; only those in flight when it was stopped were asked once more.
  const asked = endpoint.asked("slow").length;
  expect(asked).toBeGreaterThanOrEqual(2 * rows);
  expect(asked).toBeLessThanOrEqual(2 * rows + 4 + RECHECKED_CALLS);
  expect(leftIn(join(arena.cwd, "interrupted/unfinished"))).toEqual([]);
});

test("a command that hangs is given the time to load a model once, not for every row", async () => {
  const started = Date.now();
  expectRefusal(await arena.check(["answers.csv", "sleep 100000", "--inputs", "rows.csv", "--key", "id", "--no-probes", "--timeout", "1"]), { exit: 4, code: "LS310", names: /LS302.*120 s/, todo: /--timeout/ });
  expect(Date.now() - started).toBeLessThan(180_000);
});

/** Mounting wants more than root in some containers. */
const mountable = ((): boolean => {
  const place = mkdtempSync(join(tmpdir(), "lockstep-mount-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", place], { stdio: "ignore" });
    execFileSync("umount", [place], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
})();

describe.skipIf(!mountable)("on a disk that is full", () => {
  let small: string;
  beforeAll(() => {
    small = join(arena.cwd, "small");
    mkdirSync(small);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=128k", "tmpfs", small]);
  });
  afterAll(() => void execFileSync("umount", ["-l", small]));

  test("a report that does not fit is not there at all", async () => {
    const attempt = await arena.check(["answers.csv", "answers.csv", "-o", "small/report.html"]);
    expect(attempt.code).toBe(2);
    expect(attempt.stderr).toMatch(/^error LS506: .*small\/report\.html/m);
    expect(leftIn(small)).toEqual([]);
  });

  test("a store that does not fit: exit 2, the place and what to do, never a verdict", async () => {
    const attempt = await arena.check([endpoint.url("well"), "answers.csv", ...asking, "--store", "small/store"]);
    expect(attempt.code).toBe(2);
    expect(attempt.stderr).toMatch(/^error LS(501|506|602): .*(small\/store|full|space)/s);
    expect(attempt.stdout).toBe("");
  });
});
