import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createSqliteProfileStore } from "../../../src/adapters/stores/sqlite/create-sqlite-profile-store.ts";
import { specDigest } from "../../../src/core/profile/spec-digest.ts";
import { proposeSpec } from "../../../src/work/profile/propose-spec.ts";
import { type PartToCount, takeInParts } from "../../../src/work/profile/take-in-parts.ts";
import { relationOf } from "../../../src/work/series/series.fixture.ts";
import { expectSameProfile } from "./same-profile.ts";
import { withEngine } from "./with-engine.ts";

const first = Date.UTC(2026, 9, 1) / 86_400_000;
const rowsOf = (day: number, days: number): string => `(SELECT TIMESTAMP '2026-10-01' + INTERVAL 864 SECOND * range AS ts, (hash(range) % 1000) / 7.0 AS amount, CASE WHEN range % 11 > 0 THEN 'v' || hash(range) % 4 END AS kind FROM range(${day * 100}, ${(day + days) * 100}))`;

it("small parts of different days are counted at once, and kept as if each had been by itself", () => withEngine(async (engine) => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-together-"));
  const [alone, together] = ["alone", "together"].map((name) => createSqliteProfileStore(join(folder, name))) as [ReturnType<typeof createSqliteProfileStore>, ReturnType<typeof createSqliteProfileStore>];
  try {
    const relation = await relationOf(engine, rowsOf(0, 8), {});
    const spec = { ...await proposeSpec(engine, relation, { window: "day", blocks: 8, judged: [], correlationShare: 0 }), cross: [] };
    // The last but one shares a day with the first; the last holds times that nobody told of.
    const places: readonly (readonly [number, number])[] = [[0, 1], [1, 1], [2, 3], [5, 2], [0, 1], [7, 1]];
    const parts = places.map(([day, days], place): PartToCount => ({
      source: `part ${place}`, digest: `digest ${place}`, key: `key ${place}`, sql: place === 4 ? `(SELECT * FROM ${rowsOf(day, days)} WHERE amount > 70)` : rowsOf(day, days),
      ...(place === 5 ? {} : { lie: { rows: days * 100, firstDay: first + day, lastDay: first + day + days - 1 } }),
    }));
    const asked: number[] = [];
    const options = { name: "log", takenAt: "2026-10-09T00:00:00Z", tool: "test" };
    const one = await takeInParts(engine, relation, parts, spec, alone, options);
    const other = await takeInParts(engine, relation, parts, spec, together, { ...options, together: (several) => { asked.push(several.length); return `(${several.map(({ sql }) => `SELECT * FROM ${sql}`).join(" UNION ALL ")})`; } });
    expect([one.counted, other.counted, asked]).toEqual([6, 6, [4]]);
    expectSameProfile(other.profile, one.profile);
    for (const { key } of parts) expectSameProfile(together.get(key, specDigest(spec)), alone.get(key, specDigest(spec)));
    expect((await takeInParts(engine, relation, parts, spec, together, options)).counted).toBe(0);
  } finally {
    alone.close();
    together.close();
    rmSync(folder, { recursive: true, force: true });
  }
}));
