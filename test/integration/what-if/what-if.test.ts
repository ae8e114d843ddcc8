import { afterEach, beforeEach, expect, test } from "vitest";
import type { WhatIfDocument } from "../../../src/app/what-if/what-if-document.ts";
import { openScene, type Scene } from "../agreed/scene.ts";

const dayMs = 86_400_000;

/** A calibrated score of x; in the north x is smaller; missing in one of forty rows, and then the score is one half. */
const put = (scene: Scene, folder: string, { from, days, seed }: { readonly from: string; readonly days: number; readonly seed: number }): void => {
  let state = seed;
  const random = (): number => (state = (state * 1664525 + 1013904223) >>> 0) / 2 ** 32;
  for (let day = 0; day < days; day += 1) {
    const lines = ["id,ts,customer,region,x,score,paid,label_ts"];
    for (let row = 0; row < 120; row += 1) {
      const ts = new Date(Date.parse(`${from}T00:00:00Z`) + day * dayMs + row * 600_000).toISOString();
      const region = random() < 0.4 ? "north" : "south";
      const x = (region === "north" ? -0.4 : 0.6) + 3 * (random() - 0.5);
      const isMissing = random() < 0.025;
      const score = isMissing ? 0.5 : 1 / (1 + Math.exp(-x));
      lines.push([`${folder}${day}-${row}`, ts, `c${row % 40}`, region, isMissing ? "" : x.toFixed(5), score.toFixed(6), random() < score ? 1 : 0, ts].join(","));
    }
    scene.put(`${folder}/${day}.csv`, `${lines.join("\n")}\n`);
  }
};

const manifest = (expected = "{backtest: backtest}"): string => `version: 1
models:
  loans:
    production: {log: logs}
    hypotheses:
      precision:
        claim: "Of those we call safe, as many pay as in the backtest"
        metric: {name: precision, output: score, label: paid, positive: 1, threshold: 0.5}
        expected: ${expected}
        margin: 0.05
        segments: [region]
`;

let scene: Scene;
beforeEach(() => {
  scene = openScene();
  put(scene, "backtest", { from: "2026-03-02", days: 63, seed: 3 });
  put(scene, "logs", { from: "2026-06-01", days: 63, seed: 11 });
  scene.put("lockstep.yaml", manifest());
  scene.put("model.mjs", `import { createInterface } from "node:readline";
for await (const line of createInterface({ input: process.stdin })) { const { x } = JSON.parse(line); console.log(JSON.stringify({ score: x === null || x === undefined ? 0.5 : 1 / (1 + Math.exp(-x)) })); }
`);
});
afterEach(() => { scene.close(); });

const ask = async (...args: string[]): Promise<WhatIfDocument> => {
  const { code, stdout, stderr } = await scene.lockstep("what-if", "loans", "--json", ...args);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as WhatIfDocument;
};

test("another mix moves what is expected, and what production would have shown, by what the values differ", async () => {
  const as = await ask("--mix", "region=north:0.4,south:0.6");
  const north = await ask("--mix", "region=north:1,south:0");
  expect(as.offline.after.estimate).toBeCloseTo(as.offline.before.estimate, 1);
  expect(north.offline.after.estimate).toBeLessThan(north.offline.before.estimate - 0.02);
  expect(north.judged?.after?.estimate ?? 1).toBeLessThan((north.judged?.before.estimate ?? 0) - 0.02);
  // The corridor moves with the mix, so that production of that mix would have kept to it.
  expect(north.judged?.before.verdict).toBe("pass");
  expect(north.judged?.after?.verdict).not.toBe("fail");
  expect(north.assumptions[0]).toContain("Within each value everything stays as it was");
  expect(north.sentence).toMatch(/^With region north 100 % and south 0 % the offline estimate of precision of score would be /);
});

test("a margin, late labels and a shifted season are judged on the series that is there", async () => {
  const narrow = await ask("--margin", "0.001");
  expect(narrow.offline.after).toEqual(narrow.offline.before);
  expect((narrow.judged?.after?.corridor.low ?? 0) - (narrow.judged?.before.corridor.low ?? 0)).toBeCloseTo(0.049, 9);
  expect(narrow.judged?.after?.verdict).not.toBe("pass");
  const late = await ask("--late-labels", "30%", "--seed", "5");
  expect((late.judged?.after?.labelled ?? 0) / (late.judged?.before.labelled ?? 1)).toBeLessThan(0.75);
  expect(await ask("--late-labels", "0.3", "--seed", "5")).toEqual(late);
  const season = await ask("--season", "+1d");
  expect(season.offline.after.estimate).toBe(season.offline.before.estimate);
  expect(season.changeInWords).toBe("the season 1 day later");
});

test("a feature that is missing is told by rows in which it was, or by asking the model again", async () => {
  const rows = await ask("--missing", "x");
  expect(rows.offline.after.n).toBeLessThan(rows.offline.before.n / 10);
  expect(rows.assumptions[0]).toContain("other rows are taken to be like them");
  expect(rows.judged?.after).toBeNull();
  const asked = await ask("--missing", "x", "--ask", "node model.mjs", "--rows", "300");
  expect(asked.asked).toMatchObject({ rows: 300 });
  expect(asked.asked?.moved).toBeGreaterThan(280);
  // Without x every score is one half, all are called safe, and precision is the share of those who pay.
  expect(asked.offline.after.estimate).toBeLessThan(asked.offline.before.estimate - 0.05);
  expect(asked.sentence).toContain("outside the corridor that was promised");
  const same = await ask("--rescale", "x=1", "--ask", "node model.mjs", "--rows", "200");
  expect(same.asked?.moved).toBe(0);
  expect(same.offline.after).toEqual(same.offline.before);
  const delayed = await ask("--delay", "x=1d", "--entity", "customer", "--ask", "node model.mjs", "--rows", "300");
  expect(delayed.asked?.moved).toBeGreaterThan(200);
  expect(delayed.offline.after.estimate).toBeLessThan(delayed.offline.before.estimate);
});

test("what cannot be known is refused in words, and nothing is registered or kept as a run", async () => {
  const refused = async (...args: string[]): Promise<string> => { const { code, stderr } = await scene.lockstep("what-if", "loans", ...args); return `${code} ${stderr}`; };
  expect(await refused("--rescale", "x=2")).toMatch(/^3 [\s\S]*LS254[\s\S]*it has to be asked[\s\S]*--ask/);
  expect(await refused("--missing", "region")).toMatch(/^3 [\s\S]*LS254[\s\S]*region is missing in too few rows/);
  expect(await refused("--missing", "income")).toMatch(/^2 [\s\S]*LS207[\s\S]*no feature income/);
  expect(await refused("--margin", "0.1", "--season", "+1d")).toMatch(/^2 [\s\S]*LS105[\s\S]*two changes/);
  expect(await refused()).toMatch(/^2 [\s\S]*LS102[\s\S]*nothing is to be otherwise/);
  expect(await refused("--mix", "region=north:0.9,south:0.9")).toMatch(/^2 [\s\S]*LS102[\s\S]*--mix/);
  expect(await refused("--margin", "0.1", "--ask", "node model.mjs")).toMatch(/^2 [\s\S]*LS105[\s\S]*--ask/);
  expect(await refused("--margin", "0.1", "--rows", "50")).toMatch(/^2 [\s\S]*LS105[\s\S]*--rows/);
  expect(await refused("--margin", "0.1", "--hypothesis", "precison")).toMatch(/^2 [\s\S]*LS114[\s\S]*Did you mean precision/);
  expect(await refused("--delay", "x=1d", "--ask", "node model.mjs")).toMatch(/^2 [\s\S]*LS102[\s\S]*--entity/);
  scene.put("lockstep.yaml", manifest("{value: 0.7, standardError: 0.01, source: a paper}"));
  expect(await refused("--mix", "region=north:0.5,south:0.5")).toMatch(/^3 [\s\S]*LS254[\s\S]*no mix to change/);
  expect(await refused("--missing", "x")).toMatch(/^3 [\s\S]*LS254[\s\S]*without a backtest/);
  expect((await scene.lockstep("runs")).stdout).not.toMatch(/what-if/);
  const ledger = await scene.lockstep("ledger");
  expect([ledger.code, ledger.stdout]).toEqual([0, expect.not.stringMatching(/hypothesis|what-if/)]);
});
