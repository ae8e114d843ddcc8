import fc from "fast-check";
import { expect, test } from "vitest";
import { exampleRuns } from "./example-runs/example-runs.ts";
import { coarsenHistogram } from "./html/coarsen-histogram.ts";
import { cutRun } from "./html/cut-run.ts";
import { embedJson } from "./html/embed-json.ts";
import { renderHtml } from "./html.ts";

const emptyViewer = { js: "", css: "" };
const largestPage = 2_000_000;

test("embedded JSON comes back as it was and holds nothing that could end its element", () => {
  fc.assert(fc.property(fc.anything({ values: [fc.string({ unit: "binary" }), fc.constantFrom("</script>", "<!--", "\u2028", "&lt;"), fc.double({ noNaN: true, noDefaultInfinity: true })] }), (value) => {
    const json = JSON.stringify(value);
    fc.pre(json !== undefined);
    const embedded = embedJson(value);
    expect(embedded).not.toMatch(/[<>&\u2028\u2029]/);
    expect(JSON.parse(embedded)).toEqual(JSON.parse(json));
  }));
});

test("merging bins keeps every pair and every bin inside its wider one", () => {
  const bins = fc.array(fc.record({ bin: fc.integer({ min: -3000, max: 3000 }), count: fc.integer({ min: 1, max: 1000 }) }), { maxLength: 60 });
  fc.assert(fc.property(bins, fc.integer({ min: 1, max: 20 }), (positive, perDecade) => {
    const fine = { gamma: 1.02, zero: 3, positive, negative: [] };
    const wide = coarsenHistogram(fine, perDecade);
    const total = (list: typeof positive): number => list.reduce((sum, { count }) => sum + count, 0);
    expect(total(wide.positive)).toBe(total(positive));
    expect(new Set(wide.positive.map(({ bin }) => bin)).size).toBe(wide.positive.length);
    for (const { bin } of positive) {
      const value = fine.gamma ** (bin - 0.5);
      expect(wide.positive.some((entry) => wide.gamma ** (entry.bin - 1) < value && value < wide.gamma ** entry.bin)).toBe(true);
    }
  }));
});

test("a page says in words what was cut, worst kept", () => {
  const run = exampleRuns.large();
  const { run: kept, cuts } = cutRun(run, () => true);
  expect(cuts).toContain("400 of 1,800 findings, worst first");
  expect(kept.findings.every(({ verdict }) => verdict === "fail")).toBe(true);
  expect(kept.outputs[0]?.outside).toBe(Math.max(...run.outputs.map(({ outside }) => outside)));
  expect(cutRun(exampleRuns.fail(), () => true).cuts).toEqual([]);
});

test("a page is smaller than 2 MB however large the run and its texts", () => {
  const run = exampleRuns.large();
  const shouting = { ...run, findings: run.findings.map((finding) => ({ ...finding, statement: "<&😀".repeat(2000), reason: "\u0001".repeat(2000) })) };
  const viewer = { js: "x".repeat(600_000), css: "" };
  expect(Buffer.byteLength(renderHtml(run, viewer))).toBeLessThan(largestPage);
  expect(Buffer.byteLength(renderHtml(shouting, viewer))).toBeLessThan(largestPage);
});

test("a page is smaller than 2 MB however much was agreed, and says what was cut of it", () => {
  const run = exampleRuns.packages();
  const many = <T>(list: readonly T[], change: (entry: T, index: number) => T = (entry) => entry): T[] => Array.from({ length: 1000 }, (_, index) => change(list[index % list.length] as T, index));
  const long = "<& ".repeat(400);
  const trace = run.trace === null ? null : { ...run.trace, stages: many(run.trace.stages, (stage, index) => ({ ...stage, stage: `${index} ${long}`, note: long })) };
  const agreement = run.agreement === null ? null : { ...run.agreement, overrides: many(run.agreement.overrides, (override) => ({ ...override, reason: long, allow: many(["package.version:numpy"]) })), artifacts: many(run.agreement.artifacts) };
  const huge = {
    ...run, trace, agreement, differences: many(run.differences, (difference) => ({ ...difference, candidate: long, why: long })), fingerprints: many(run.fingerprints).slice(0, 20), cases: many(run.cases, (result) => ({ ...result, statement: long })),
    budgets: many(run.budgets), reported: many(run.reported), resources: many(run.resources), since: run.since === null ? null : { ...run.since, appeared: many(["a"], (_, index) => `${index}${long}`), gone: many(["b"], (_, index) => `${index}${long}`), still: many(["c"], () => long) },
  };
  const page = renderHtml(huge, { js: "x".repeat(600_000), css: "" });
  expect(Buffer.byteLength(page)).toBeLessThan(largestPage);
  const { cuts, run: kept, environments } = cutRun(huge, () => true);
  for (const what of ["overrides", "agreed files", "budgets", "outcomes of preprocessing cases", "reported metrics", "stages", "findings that are gone"]) expect(cuts.some((cut) => cut.endsWith(`of 1,000 ${what}`)), what).toBe(true);
  for (const what of ["differences between the environments, worst first", "harmless differences"]) expect(cuts.some((cut) => cut.endsWith(what)), what).toBe(true);
  expect(kept.since?.gone).toHaveLength(1000);
  expect(kept.fingerprints).toEqual([]);
  expect(environments.differences.length).toBeLessThan(1000);
});

test("of two fingerprints a page holds their differences in words, and how each was read", () => {
  const run = exampleRuns.packages();
  const { environments, cuts } = cutRun(run, () => true);
  expect(cuts).toEqual([]);
  expect(environments.differences).toHaveLength(run.differences.length);
  expect(environments.read.map(({ environment, fields }) => [environment, fields])).toEqual(run.fingerprints.map(({ environment, fingerprint }) => [environment, Object.keys(fingerprint.fields).length]));
  const rank = { block: 0, high: 1, warn: 2, explains: 3 } as const;
  expect(rank[environments.differences[0]?.weight ?? "explains"]).toBe(0);
  expect(environments.differences.findIndex(({ quiet }) => quiet !== null)).toBe(run.differences.filter(({ quiet }) => quiet === null).length);
  expect(renderHtml(run, emptyViewer)).not.toContain("package.integrity");
});

test("readers without JavaScript get verdict, actions and findings, and foreign text stays text", () => {
  const page = renderHtml(exampleRuns.hostile(), emptyViewer);
  const visible = page.slice(page.indexOf('<div id="root">'), page.indexOf('<script type="application/json"'));
  expect(visible).toContain("<h1>headline &lt;/script&gt;");
  expect(visible).toContain("inconclusive");
  expect(visible).not.toMatch(/<(script|img)/i);
  expect([...page.matchAll(/<\/script/gi)]).toHaveLength(2);
});

test("a viewer that speaks of script and style tags cannot end its own element", () => {
  const page = renderHtml(exampleRuns.pass(), { js: 'const a = "</script><!--";', css: 'a::after{content:"</style>"}' });
  expect([...page.matchAll(/<\/script/gi)]).toHaveLength(2);
  expect([...page.matchAll(/<\/style/gi)]).toHaveLength(1);
  expect(page).not.toContain("<!--");
});
