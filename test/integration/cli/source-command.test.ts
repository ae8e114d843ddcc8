import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCli } from "../../../src/cli/run-cli.fixture.ts";

let cwd = "";
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "lockstep-source-"));
  await writeFile(join(cwd, "log.csv"), `request_id,at,patient,probability\n${Array.from({ length: 40 }, (_, i) => `q${i},2026-10-01T10:00:00Z,Zaphod${i},0.5`).join("\n")}\n`);
});
afterAll(() => rm(cwd, { recursive: true, force: true }));
const inspect = (...args: string[]) => runCli(["source", "inspect", ...args], { cwd });

test("a log is described without its rows, and the proposed mapping is written once", async () => {
  const found = await inspect("log.csv", "-o", "mapping.yaml");
  expect(found).toMatchObject({ code: 0 });
  expect(found.stdout).toMatch(/^log\.csv: table\n/);
  expect(found.stdout).toMatch(/probability +score +numeric +DOUBLE +guessed: has a score's name and values from 0 to 1/);
  const mapping = await readFile(join(cwd, "mapping.yaml"), "utf8");
  expect(mapping).toContain("probability: { role: score, kind: numeric } # guessed");
  const [again, json] = await Promise.all([inspect("log.csv", "-o", "mapping.yaml"), inspect("log.csv", "--map", "mapping.yaml", "--json")]);
  expect(again).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("LS118") });
  expect(await readFile(join(cwd, "mapping.yaml"), "utf8")).toBe(mapping);
  expect(JSON.parse(json.stdout)).toMatchObject({ format: "table", coverage: { rowsParsed: 40 }, mapping: { columns: { probability: { role: "score" } } } });
  expect(found.stdout + mapping + json.stdout).not.toMatch(/Zaphod|q17/);
});

test("wrong usage", async () => {
  const wrong = await Promise.all([inspect(), inspect("log.csv", "--fromat", "table"), inspect("absent.csv"), inspect("log.csv", "--format", "tabel")]);
  expect(wrong.map(({ code, stderr }) => [code, /LS\d+/.exec(stderr)?.[0]])).toEqual([[2, "LS102"], [2, "LS101"], [2, "LS201"], [2, "LS102"]]);
});
