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
