import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createSqliteRunStore } from "../../../src/adapters/stores/sqlite/create-sqlite-run-store.ts";
import { recordLook } from "../../../src/app/incident/record-look.ts";
import { lookOf } from "../../../src/core/incident/incident.fixture.ts";
import { defaultIncidentPolicy } from "../../../src/core/incident/incident-policy.ts";
import { minimalRun } from "../../../src/ports/minimal-run.fixture.ts";
import { openScene, type Scene } from "../agreed/scene.ts";

let scene: Scene;
beforeEach(() => {
  scene = openScene();
  const store = createSqliteRunStore(`${scene.folder}/.lockstep`);
  const plain = minimalRun("good", { startedAt: "2026-09-20T06:00:00.000Z" });
  store.save({ ...plain, environments: { ...plain.environments, candidate: { ...plain.environments.candidate, name: "production", model: "credit", version: "11" } } }, "ana");
  recordLook(store, lookOf(0, "fail"), defaultIncidentPolicy, "watch");
  store.close();
});
afterEach(() => { scene.close(); });

describe("lockstep incident", () => {
  test("list shows what is open, and can be asked for as an exit code", async () => {
    const listed = await scene.lockstep("incident", "list", "--exit-code");
    expect([listed.code, listed.stdout]).toEqual([1, "INC-2026-0001  open  high  2026-10-01 06:00Z  Ana  credit/precision: precision stays where the backtest put it\n"]);
    expect(await scene.lockstep("incident", "list", "--model", "other")).toMatchObject({ code: 0, stdout: "" });
    expect(JSON.parse((await scene.lockstep("incident", "list", "--json")).stdout)).toMatchObject([{ id: "INC-2026-0001", status: "open" }]);
  });

  test("show tells all that happened, and the way back from before it began", async () => {
    const { code, stdout } = await scene.lockstep("incident", "show", "INC-2026-0001");
    expect(code).toBe(0);
    expect(stdout).toContain("opened by run run-2026-10-01T06:00:00.000Z: precision lies below its corridor");
    expect(stdout).toContain("The way back:\n    the last run that was well is good (check, 2026-09-20), of production, model version 11\n    restore what it was made from: lockstep runs restore good");
    expect(JSON.parse((await scene.lockstep("incident", "show", "1", "--json")).stdout)).toMatchObject({ id: "INC-2026-0001", wayBack: expect.arrayContaining([expect.stringContaining("good")]) });
  });

  test("what people do stands in the ledger under their name", async () => {
    for (const words of [["ack", "1", "--by", "Ben"], ["assign", "1", "--to", "Cem"], ["comment", "1", "--note", "a source was late"], ["judge", "1", "--confirmed"], ["close", "1", "--why", "source mended"]]) {
      const { code, stderr } = await scene.lockstep("incident", ...words);
      expect(code, stderr).toBe(0);
    }
    const { stdout } = await scene.lockstep("incident", "show", "1");
    for (const told of ["Ben acknowledged it", "assigned it to Cem", "a source was late", "people confirmed the alarm", "closed by"]) expect(stdout).toContain(told);
    expect((await scene.lockstep("ledger", "verify")).code).toBe(0);
    expect((await scene.lockstep("ledger", "--kind", "incident")).stdout).toContain("incident INC-2026-0001/2 acknowledged by Ben");
  }, 60_000);

  test.each([
    [["show", "INC-2026-0009"], "LS259"],
    [["ack", "9"], "LS259"],
    [["close", "1"], "LS102"],
    [["close", "1", "--why", " "], "LS102"],
    [["judge", "1"], "LS102"],
    [["judge", "1", "--confirmed", "--refuted"], "LS102"],
    [["assign", "1"], "LS102"],
    [["comment", "1", "--text", "x"], "LS101"],
  ])("%j is refused with %s", async (words, code) => {
    const { code: exit, stderr } = await scene.lockstep("incident", ...words);
    expect([exit, stderr.includes(`error ${code}`)], stderr).toEqual([2, true]);
  });

  test("without a store there is nothing to act on, and nothing is made", async () => {
    expect(await scene.lockstep("incident", "list", "--store", "elsewhere")).toMatchObject({ code: 0, stdout: "" });
    expect((await scene.lockstep("incident", "ack", "1", "--store", "elsewhere")).stderr).toContain("error LS501");
  });
});
