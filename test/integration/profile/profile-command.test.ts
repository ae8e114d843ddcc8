import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCli } from "../../../src/cli/run-cli.fixture.ts";
import type { Profile } from "../../../src/core/domain/profile.ts";

let cwd = "";
const day = (number: number): string => `id,ts,income,region,score,paid\n${Array.from({ length: 50 }, (_, row) => {
  const id = number * 50 + row;
  return `${id},2026-10-0${number + 1}T${String(row % 24).padStart(2, "0")}:00:00Z,${1e6 + ((id * 7919) % 1000) / 10},${"abc"[id % 3] ?? ""},${((id * 104_729) % 1000) / 1000},${id % 4 === 0 ? 1 : 0}`;
}).join("\n")}\n`;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "lockstep-profile-"));
  for (const number of [0, 1, 2]) await writeFile(join(cwd, `day${number}.csv`), day(number));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));
const run = (...args: string[]) => runCli(["profile", ...args], { cwd });
const read = async (name: string): Promise<Profile> => JSON.parse(await readFile(join(cwd, name), "utf8")) as Profile;
const code = (stderr: string): string | undefined => /LS\d+/.exec(stderr)?.[0];

test("a day added is the only one counted, and what is merged is what is counted at once", async () => {
  const first = await run("take", "day0.csv", "-o", "first.profile.json", "--window", "day", "--segment", "region", "--score", "score", "--label", "paid");
  expect([first.code, first.stdout]).toEqual([0, "first.profile.json: 50 rows, 1 of 1 file counted now\n"]);
  const roles = ["--like", "first.profile.json", "--score", "score", "--label", "paid"];
  await run("take", "day[01].csv", "-o", "two.profile.json", ...roles);
  const three = await run("take", "day*.csv", "-o", "three.profile.json", ...roles);
  expect(three.stdout).toContain("150 rows, 1 of 3 files counted now");
  await run("take", "day2.csv", "-o", "last.profile.json", ...roles);
  expect((await run("merge", "two.profile.json", "last.profile.json", "-o", "merged.profile.json")).code).toBe(0);
  const [merged, at] = [await read("merged.profile.json"), await read("three.profile.json")];
  expect(merged.cells).toEqual(at.cells);
  expect(merged.cells.map(({ window, segment, rows }) => [window?.slice(0, 10), segment?.value ?? null, rows]).slice(0, 4)).toEqual([["2026-10-01", null, 50], ["2026-10-01", "a", 17], ["2026-10-01", "b", 17], ["2026-10-01", "c", 16]]);
  const shown = await run("show", "three.profile.json");
  expect(shown.stdout).toMatch(/^day\*\.csv: 150 rows from 3 sources, 3 windows by day$/m);
  expect(shown.stdout).toMatch(/income +feature +numeric +1000000 to 1000\d+, mean 1000\d+, sd /);
});

test("what does not add is refused, and nothing is written", async () => {
  await run("take", "day0.csv", "-o", "plain.profile.json");
  const twice = await run("merge", "plain.profile.json", "plain.profile.json", "-o", "no.profile.json");
  await run("take", "day1.csv", "-o", "other.profile.json", "--window", "hour");
  const differently = await run("merge", "plain.profile.json", "other.profile.json", "-o", "no.profile.json");
  await writeFile(join(cwd, "broken.profile.json"), (await readFile(join(cwd, "plain.profile.json"), "utf8")).replace('"blocks":64', '"blocks":63'));
  const wrong = [twice, differently, await run("show", "broken.profile.json"), await run("take", "day0.csv", "-o", "x.json"), await run("take", "day0.csv", "-o", "x.profile.json", "--like", "plain.profile.json", "--window", "day")];
  expect(wrong.map(({ stderr }) => code(stderr))).toEqual(["LS235", "LS234", "LS235", "LS102", "LS105"]);
  expect(wrong.every((each) => each.code === 2)).toBe(true);
  await expect(read("no.profile.json")).rejects.toThrow();
});
