import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createDuckDbEngine } from "../../adapters/engines/duckdb/create-duckdb-engine.ts";
import { judgeRun } from "../../core/judge/decide.ts";
import type { Engine } from "../../ports/engine.ts";
import { countGroup } from "./count-group.ts";
import { featureFindings } from "./feature-findings.ts";
import { featureTables } from "./feature-tables.ts";
import { joinAsOf } from "./join-as-of.ts";
import { judgeEntities } from "./judge-entities.ts";
import { takeOffline } from "./take-offline.ts";

let engine: Engine;
beforeAll(async () => { engine = await createDuckDbEngine({ memoryLimitBytes: 2 ** 28, temporaryDirectory: tmpdir() }); });
afterAll(() => engine.close());

const second = 1_000_000n;
const group = { names: ["credit:income"], features: [0] };

it("takes the row of the online value's own time, of two the one written last, and cuts offline times where the store cuts its own", async () => {
  // Entity, seconds, written, value: 1 has a row that was corrected, 2 one within the store's second, 3 none that is old enough, 4 is not online.
  const rows = `(SELECT * FROM (VALUES (1, 10.0, 5, 1.0), (1, 20.0, 5, 2.5), (1, 20.0, 6, 2.0), (1, 30.0, 5, 3.0), (2, 20.7, 5, 4.0), (2, 90.0, 5, 9.0), (3, 40.0, 5, 5.0), (4, 20.0, 5, 6.0), (NULL, 20.0, 5, 7.0), (5, NULL, 5, 7.0)) t(id, ts, written, income))`;
  const at = (column: string): string => `make_timestamp((${column} * 1000000)::BIGINT)`;
  const facts = await takeOffline(engine, { sql: rows, position: "written", entities: ["CAST(id AS BIGINT)"], time: at("ts"), created: at("written"), features: ["income"], rows: 100 });
  expect(facts).toEqual({ entities: 4, asked: 4, withoutKey: 1, withoutTime: 1 });
  const asked = new Map((await engine.query(`SELECT key, entity FROM ${featureTables.asked}`)).map(({ key, entity }) => [key, entity as bigint]));
  const online = [["1", 20n * second], ["2", 20n * second], ["3", 30n * second], ["4", null]] as const;
  await engine.load(featureTables.online, ["entity", "asked", "t0", "v0"].map((name) => ({ name, dtype: name === "v0" ? "float64" as const : "int64" as const })), online.map(([key, time]) => [asked.get(key) as bigint, 60n * second, time, 0]));
  await joinAsOf(engine, [group], 1_000_000);
  const held = await engine.query(`SELECT a.key, g.w0 FROM ${featureTables.asOf(0)} g JOIN ${featureTables.asked} a ON a.entity = g.entity ORDER BY key`);
  expect(held.map(({ key, w0 }) => [key, Number(w0)])).toEqual([["1", 2], ["2", 4]]);

  const counts = await countGroup(engine, group, 0, { maxAge: null, maxLag: 5e6 });
  // 2's row of the future is no row that online could have had; 1 and 3 are ten seconds behind.
  expect(counts).toMatchObject({ expected: 4, missing: 1, found: 3, unreached: 1, timed: 3, lagging: 2, late: 2, worst: 10e6, quantiles: [] });
  expect(await countGroup(engine, group, 0, { maxAge: 25e6, maxLag: null })).toMatchObject({ expected: 1, missing: 0, expired: 2, late: 0 });
});

it("passes only what is known, fails only what is proven", () => {
  expect([judgeEntities(0, 200, 0.01, true), judgeEntities(0, 200, 0.01, false), judgeEntities(0, 29, 0.01, true), judgeEntities(0, 0, 0.01, true), judgeEntities(3, 200, 0.01, true), judgeEntities(3, 200, 0.01, false), judgeEntities(9, 200, 0.01, false)].map(({ verdict }) => verdict))
    .toEqual(["pass", "inconclusive", "inconclusive", "inconclusive", "fail", "inconclusive", "fail"]);
  expect(judgeEntities(0, 200, 0.01, false).needed).toBe(99);
});

it("never passes what nobody saw, and an unagreed lag decides nothing", () => {
  const counts = { group, expected: 100, missing: 0, expired: 0, found: 100, unreached: 0, timed: 100, lagging: 100, late: 100, worst: 7.2e9, quantiles: [] };
  const settings = { names: { reference: "offline", candidate: "online" }, maxLag: null, maxAge: null, maxLate: null, maxMissing: null, everyEntity: true };
  expect(judgeRun(featureFindings([counts], settings))).toBe("pass");
  expect(judgeRun(featureFindings([counts], { ...settings, maxLag: 3.6e9 }))).toBe("fail");
  expect(judgeRun(featureFindings([{ ...counts, unreached: 10 }], settings))).toBe("inconclusive");
  expect(judgeRun(featureFindings([{ ...counts, expected: 0, found: 0, timed: 0 }], settings))).toBe("inconclusive");
  const told = featureFindings([counts], { ...settings, maxLag: 3.6e9 }).find(({ check }) => check === "features.freshness");
  expect(told?.statement).toBe("credit:income is more than 1 h behind offline for 100 of 100 entities; the furthest by 2 h");
});
