import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../../ports/engine.ts";
import { smallEngine } from "../../../test/planted-faults/engine.ts";
import { combinations, faults, quiet, strayDisagreement } from "../../../test/planted-faults/faults.ts";
import { plant } from "../../../test/planted-faults/plant.ts";
import { findPatterns } from "./find-patterns.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await smallEngine();
});
afterAll(() => engine.close());

describe("findPatterns names a planted fault first", () => {
  for (const fault of faults)
    it(fault.name, async () => {
      const patterns = await findPatterns(engine, await plant(engine, fault.planted));
      const shown = patterns.map((p) => `${p.code} ${p.explains.toFixed(2)} ${p.statement}`).join("\n");
      expect(patterns[0]?.code, shown).toBe(fault.first);
      if (fault.says !== undefined) expect(patterns[0]?.statement, shown).toMatch(fault.says);
      for (const code of fault.also ?? []) expect(patterns.map((p) => p.code), shown).toContain(code);
      for (const code of fault.never ?? []) expect(patterns.map((p) => p.code), shown).not.toContain(code);
      expect(patterns[0]?.suspects.length).toBeGreaterThan(0);
    });
});

describe("findPatterns names both of two faults", () => {
  for (const fault of combinations)
    it(fault.name, async () => {
      const patterns = await findPatterns(engine, await plant(engine, fault.planted));
      const shown = patterns.map((p) => `${p.code} ${p.explains.toFixed(2)} ${p.statement}`).join("\n");
      expect(patterns[0]?.code, shown).toBe(fault.first);
      for (const code of fault.also ?? []) expect(patterns.slice(1).map((p) => p.code), shown).toContain(code);
      if (fault.alsoSays !== undefined) expect(patterns.slice(1).map((p) => p.statement).join("\n"), shown).toMatch(fault.alsoSays);
    });
});

describe("findPatterns stays quiet", () => {
  for (const control of quiet)
    it(control.name, async () => {
      const patterns = await findPatterns(engine, await plant(engine, control.planted));
      const shown = patterns.map((p) => `${p.code} ${p.statement}`).join("\n");
      expect(patterns.map((p) => p.code), shown).toEqual(control.only ?? []);
    });

  it("about kinds of rows when rows disagree at random", async () => {
    for (let seed = 1; seed <= 6; seed += 1) {
      const patterns = await findPatterns(engine, await plant(engine, strayDisagreement(seed)));
      expect(patterns.filter((p) => ["SUBSET", "CONST", "RATIO", "PERM", "LAG", "FLAT", "REPL"].includes(p.code)).map((p) => p.statement)).toEqual([]);
    }
  });

  it("about rows when there are no features to tell them by", async () => {
    const fault = faults.find((f) => f.name === "null filled with 0");
    if (fault === undefined) throw new Error("the planted fault was renamed");
    const patterns = await findPatterns(engine, await plant(engine, { ...fault.planted, withoutFeatures: true }));
    expect(patterns.map((p) => p.code)).not.toContain("SUBSET");
  });

  it("leaves no table behind", async () => {
    const left = await engine.query("select table_name from information_schema.tables where table_name like 'lockstep_diagnosis%'");
    expect(left).toEqual([]);
  });
});
