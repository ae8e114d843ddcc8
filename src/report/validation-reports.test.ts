import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import type { Run } from "../core/domain/run.ts";
import type { HypothesisResult } from "../core/domain/validation.ts";
import { renderCodeQuality } from "./code-quality.ts";
import { validateExamples } from "./example-runs/example-runs.ts";
import { hostileTexts } from "./example-runs/hostile-strings.ts";
import { exampleYear } from "./example-runs/validate/validate-year.ts";
import { renderGithubAnnotations } from "./github-annotations.ts";
import { renderGitlabMetrics } from "./gitlab-metrics.ts";
import { cutRun } from "./html/cut-run.ts";
import { renderHtml } from "./html.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderSarif } from "./sarif.ts";
import { displayWidth } from "./terminal/display-width.ts";
import { renderTerminal } from "./terminal.ts";
import { unpackSeries } from "./validation/packed-series.ts";

const plain = { color: false, ascii: false, width: 100 };
const largestPage = 2_000_000;
/** As large as the built viewer, and a little more. */
const viewer = { js: "x".repeat(680_000), css: "y".repeat(35_000) };

const flat = (text: string): string => text.replace(/\s+/g, " ");
const visible = (run: Run): string => { const page = renderHtml(run, { js: "", css: "" }); return page.slice(page.indexOf('<div id="root">'), page.indexOf('<script type="application/json"')); };
const everyText = (run: Run): Record<string, string> => ({
  terminal: renderTerminal(run, { ...plain, width: 120 }), markdown: renderMarkdown(run), junit: renderJunit(run), sarif: renderSarif(run), annotations: renderGithubAnnotations(run), codequality: renderCodeQuality(run), metrics: renderGitlabMetrics(run), html: visible(run),
});
const changed = (run: Run, change: (result: HypothesisResult) => HypothesisResult): Run => (run.validation === null ? run : { ...run, validation: { ...run.validation, hypotheses: run.validation.hypotheses.map(change) } });

test.each(Object.keys(validateExamples) as (keyof typeof validateExamples)[])("%s: a look at production speaks of no pairs, inputs, answers or noise, and allows no level against a margin", (name) => {
  for (const [format, text] of Object.entries(everyText(validateExamples[name]()))) expect(text, format).not.toMatch(/\bpairs?\b|\binputs?\b|(?<!did not )\banswers?\b(?! (for|come))|noise floor|allowed [≤±]/i);
});

test("the usual look fits 25 lines, and a claim that holds takes one", () => {
  for (const name of ["holds", "segment"] as const) for (const width of [100, 120]) expect(renderTerminal(validateExamples[name](), { ...plain, width }).trimEnd().split("\n").length, `${name} ${width}`).toBeLessThanOrEqual(25);
  const lines = renderTerminal(validateExamples.holds(), plain).split("\n").filter((line) => line.includes("✓ pass"));
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/85\.1 % \(84\.2 % to 86 %\), inside 83 % to 87 %, 16 weeks$/);
});

test("the terminal tells the sentence first, then what was read, then the worst claim in the order of an executive's questions", () => {
  const text = flat(renderTerminal(validateExamples.left(), plain));
  const order = ["FAIL loan-risk in production", "read production: 151,840", "2 days without any row", "✗ fail Of the loans", "stands precision of approved: 78.8 % (77.7 % to 79.9 %), below the corridor of 83 % to 87 %", "windows ▃", "outside 4.22 points beyond the edge, 2.11 times the margin, since 14 Sept 2026 (50 days)",
    "for whom 2 of 4 segments: region = west at 67.3 % instead of 84.1 %", "why 86 % of the departure", "beside it 14 Sept 2026, the same day", "costs 37 days outside at 4,200 EUR a day: 155,400 EUR", "no labels PPI: 79.1 %", "waiting 2 days without any row", "restated 2026-10-03: 83.1 %, pass, became 79.2 %, fail", "amended version 2 of 18 Aug 2026 by Ana Reyes: margin from 0.015 to 0.02", "to do roll back. Owner: Ana Reyes",
    "? inconclusive 99 of 100", "✓ pass As many loans", "! warn bureau_score", "as of 3 Nov 2026, 00:00 Europe/Berlin", "decision Roll back"];
  const places = order.map((part) => text.indexOf(part));
  expect(places.every((place) => place >= 0), order[places.indexOf(-1)] ?? "").toBe(true);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

test("blindness, refusals and warnings are told in words", () => {
  expect(flat(renderTerminal(validateExamples.blind(), plain))).toContain("blind a fall of less than 9 points in the first four weeks goes unseen");
  expect(flat(renderTerminal(validateExamples.refused(), plain))).toContain("refused the production log has no column repaid, and precision needs to know what came true (LS252)");
  expect(flat(renderTerminal(validateExamples.unlabelled(), plain))).toContain("! it has changed; whether it has left its corridor cannot be told yet");
});

test("the line of windows says below, above, missing and maturing by its signs alone, in ASCII too", () => {
  const line = (run: Run, ascii: boolean): string => /windows\s+(\S+)/.exec(renderTerminal(run, { ...plain, ascii }))?.[1] ?? "";
  const run = validateExamples.left();
  expect(line(run, false)).toMatch(/^[▃▄▅▆]{11}[▁▂]{6}○{2}$/);
  expect(line(run, true)).toMatch(/^-{11}[Vv]{6}o{2}$/);
  const short = changed(run, (result) => ({ ...result, overall: result.overall === null ? null : { ...result.overall, points: result.overall.points.slice(25, 80) } }));
  expect(line(short, false)).toMatch(/×{4}.*·{2}/);
  expect(renderTerminal(run, { ...plain, ascii: true })).toMatch(/^[\n -~]*$/);
  expect(stripVTControlCharacters(renderTerminal(run, { ...plain, color: true }))).toBe(renderTerminal(run, plain));
});

test("JUnit has a case for each claim and each of its segments; what cannot be told is skipped, what is only observed fails nothing", () => {
  const run = validateExamples.left();
  const text = renderJunit(run);
  expect(text).toContain('tests="7" failures="3" errors="0" skipped="2"');
  expect([...text.matchAll(/<testcase classname="loan-risk\.production\.hypothesis" name="([^"]+)"/g)].map(([, name]) => name)).toEqual(["precision", "precision · region = west", "precision · region = south", "precision · region = east", "precision · region = north", "p99", "approval-rate"]);
  expect(renderJunit(changed(run, (result) => ({ ...result, hypothesis: { ...result.hypothesis, mode: "observe" } })))).toContain('failures="0" errors="0" skipped="2"');
  expect(renderJunit(validateExamples.refused())).toContain('tests="2" failures="0" errors="1" skipped="0"');
  const heard = { ...run, findings: [...run.findings, { ...run.findings[0] as Run["findings"][number], id: "hypothesis.change/loan-risk/p99", check: "hypothesis.change", verdict: "warn" as const, mode: "warn" as const }] };
  expect(renderJunit(heard)).toContain('<testsuite name="loan-risk.production.hypothesis.change" tests="1"');
});

test("a result points at the line where its hypothesis is written, where that is known", () => {
  const run = changed(validateExamples.left(), (result) => (result.hypothesis.name === "precision" ? { ...result, place: { file: "models/lockstep.yaml", line: 41 } } : result));
  const results = (JSON.parse(renderSarif(run, { location: { file: "lockstep.yaml", line: 3 } })) as { runs: { results: { message: { text: string }; locations: { physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } } }[] }[] }[] }).runs[0]?.results ?? [];
  const places = results.map(({ locations: [place] }) => `${place?.physicalLocation.artifactLocation.uri}:${place?.physicalLocation.region.startLine}`);
  expect(places).toEqual(["models/lockstep.yaml:41", "models/lockstep.yaml:41", "models/lockstep.yaml:41", "models/lockstep.yaml:41", "lockstep.yaml:3"]);
  expect(results[0]?.message.text).toContain("promised 83 % to 87 %");
  expect(renderCodeQuality(run)).toContain('"path": "models/lockstep.yaml"');
});

test("estimates, corridors, evidence and verdicts are OpenMetrics", () => {
  const text = renderGitlabMetrics(validateExamples.left());
  const labels = '{model="loan-risk",environment="production",hypothesis="precision",segment="region = west"}';
  expect(text).toMatch(new RegExp(`lockstep_hypothesis_estimate${labels} 0\\.67`));
  expect(text).toContain(`lockstep_hypothesis_corridor_low${labels} 0.821`);
  expect(text).toContain('hypothesis="precision",segment="region = west",verdict="fail"} 1');
  expect(text).toContain('lockstep_hypothesis_holds{model="loan-risk",environment="production",hypothesis="approval-rate"} 1');
  expect(text).not.toContain('lockstep_hypothesis_holds{model="loan-risk",environment="production",hypothesis="p99"}');
  expect(text).not.toContain('corridor_low{model="loan-risk",environment="production",hypothesis="p99"}');
});

test("the summary has every claim in a table, the open ones in full, and segments folded", () => {
  const text = renderMarkdown(validateExamples.left());
  for (const part of ["| ✗ fail | Of the loans", "2.11 margins below", "#### ✗ fail", "**Without labels**: CBPE", "Doubtful here", "precision by segment: 1 of 4 hold", "| 84.1 % |", "Features: 0 of 1 lie as offline", "7 claims held together at 5 % (e-BH)"]) expect(text).toContain(part);
});

test("a page of a year of hours says that it shows days, counts every hour, and keeps every claim and segment", () => {
  const run = exampleYear(2, 2);
  const { validation, cuts, run: shown } = cutRun(run, () => true);
  expect(cuts).toContain("days instead of windows where a series has more than 400 of them");
  expect(shown.validation?.hypotheses.map(({ segments }) => segments.length)).toEqual([2, 2]);
  const [first] = validation?.hypotheses ?? [];
  expect(first?.overall?.counts).toEqual({ judged: 351 * 24, missing: 0, thin: 0, maturing: 14 * 24, excluded: 0 });
  expect(first?.overall === null || first === undefined ? 0 : unpackSeries(first.overall).length).toBe(365);
  expect(shown.validation?.hypotheses[0]?.overall?.points).toEqual([]);
});

test("a page is under 2 MB however much was found, and says what was cut, worst kept", () => {
  const run = validateExamples.left();
  const long = "<& ".repeat(40);
  const many = <T>(list: readonly T[], count: number, change: (entry: T, index: number) => T): T[] => Array.from({ length: list.length === 0 ? 0 : count }, (_, index) => change(list[index % list.length] as T, index));
  const { validation } = run;
  if (validation === null) throw new Error("the example judges production");
  const huge: Run = { ...run, validation: { ...validation, missingDays: many(validation.missingDays, 3000, (day) => day), features: many(validation.features, 900, (feature) => ({ ...feature, sentence: long })), hypotheses: many(validation.hypotheses, 102, (result, index) => ({
    ...result, hypothesis: { ...result.hypothesis, id: `claim-${index}`, name: `claim-${index}`, claim: long }, segments: many(result.segments, 61, (segment, at) => ({ ...segment, segment: { column: long, value: String(at) } })), restated: many(result.restated, 201, (restated) => ({ ...restated, why: long })), concurrent: many(result.concurrent, 61, (change) => ({ ...change, what: long })),
  })) } };
  expect(Buffer.byteLength(renderHtml(huge, viewer))).toBeLessThan(largestPage);
  const { cuts, run: shown } = cutRun(huge, () => true);
  for (const what of ["hypotheses, worst first", "segments, of each hypothesis the worst", "restated windows", "changes at that time", "features", "days without a row"]) expect(cuts.some((cut) => cut.includes(what)), what).toBe(true);
  expect(cuts.join("; ").length).toBeLessThan(600);
  expect(shown.validation?.hypotheses[0]?.verdict).toBe("fail");
});

test("names and reasons from elsewhere bring no control character to a terminal, no link, tag or command to anything else", () => {
  const run = validateExamples.left();
  const { validation } = run;
  if (validation === null) throw new Error("the example judges production");
  let turn = 0;
  const next = (): string => hostileTexts[turn++ % hostileTexts.length] ?? "";
  const hostile: Run = { ...run, validation: {
    ...validation, missingDays: [next()], asOf: next(), features: validation.features.map((feature) => ({ ...feature, feature: next(), sentence: next() })), sources: validation.sources.map((source) => ({ ...source, name: next(), source: next(), gaps: hostileTexts.map((why) => ({ what: next(), why, bends: true })) })),
    hypotheses: validation.hypotheses.map((result) => ({
      ...result, metric: next(), unit: next(), hypothesis: { ...result.hypothesis, name: next(), claim: next(), timeZone: next(), owner: { name: next(), contact: next() } }, overall: result.overall === null ? null : { ...result.overall, since: next(), reason: next(), blind: next() },
      segments: result.segments.map((segment) => ({ ...segment, segment: { column: next(), value: next() } })), explanations: result.explanations.map((explanation) => ({ ...explanation, sentence: next() })), concurrent: result.concurrent.map((change) => ({ ...change, what: next() })), restated: result.restated.map((restated) => ({ ...restated, window: next(), why: next() })),
      amendments: result.amendments.map((amendment) => ({ ...amendment, author: next(), reason: next() })), labelFree: result.labelFree.map((estimate) => ({ ...estimate, assumption: next(), doubt: next() })),
    })),
  } };
  for (const width of [40, 100]) {
    const terminal = renderTerminal(hostile, { ...plain, width });
    // oxlint-disable-next-line no-control-regex -- these very characters are what it looks for
    expect(terminal).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(Math.max(...terminal.split("\n").map(displayWidth))).toBeLessThanOrEqual(width);
  }
  expect(renderMarkdown(hostile)).not.toMatch(/<(script|img)|\]\(javascript/i);
  expect(visible(hostile)).not.toMatch(/<(script|img)/i);
  expect(renderJunit(hostile)).not.toMatch(/<(script|img)/i);
  for (const line of renderGitlabMetrics(hostile).trimEnd().split("\n")) expect(line).toMatch(/^(# (TYPE|HELP) .*|# EOF|[a-z_]+(\{[a-z]+="([^"\\\n]|\\.)*"(,[a-z]+="([^"\\\n]|\\.)*")*\})? -?[\d.e+-]+)$/u);
});

test("a look without any hypothesis says so everywhere, and is no success", () => {
  const run = validateExamples.holds();
  const { validation } = run;
  if (validation === null) throw new Error("the example judges production");
  const none: Run = { ...run, verdict: "inconclusive", headline: "There is no hypothesis to judge.", findings: [], validation: { ...validation, hypotheses: [], features: [], sources: [] } };
  expect(renderTerminal(none, plain)).toContain("no hypothesis was judged");
  expect(renderJunit(none)).toContain('errors="1"');
  expect(renderMarkdown(none)).toContain("| verdict | claim |");
  expect(visible(none)).toContain("There is no hypothesis to judge.");
});

test("a claim that fails within a segment is told as failing, the segment first, whatever all rows together say", () => {
  const run = changed(validateExamples.segment(), (result) => (result.hypothesis.name === "precision" ? { ...result, verdict: "inconclusive", overall: result.overall === null ? null : { ...result.overall, verdict: "inconclusive" } } : result));
  const text = flat(renderTerminal(run, plain));
  expect(text).toContain("✗ fail Of the loans that are approved, as many are paid back as the backtest said for whom 1 of 4 segments: region = west at 78.4 % instead of 84.1 % since 21 Sept 2026 stands precision of approved over all: 85.1 %");
  expect(text).toContain("to do investigate");
  expect(renderMarkdown(run)).toContain("| ✗ fail | Of the loans");
  expect(visible(run)).toContain("✗ fail: Of the loans");
  expect(renderJunit(run)).toContain('tests="7" failures="1" errors="0" skipped="1"');
});

test("a source that several measures read is told once, production first, and so are its gaps", () => {
  const run = validateExamples.holds();
  const { validation } = run;
  if (validation === null) throw new Error("the example judges production");
  const [production, offline] = validation.sources.map((source) => ({ ...source, gaps: [{ what: "status", why: "it was not logged", bends: true }] }));
  if (production === undefined || offline === undefined) throw new Error("the example has two sources");
  const text = renderTerminal({ ...run, validation: { ...validation, sources: [offline, production, production] } }, { ...plain, width: 120 });
  expect(text.match(/production: 151,840/g)).toHaveLength(1);
  expect(text.indexOf("production: 151,840")).toBeLessThan(text.indexOf("backtest (offline)"));
  expect(text.match(/production: status: it was not logged/g)).toHaveLength(1);
});

test("the terminal marks a claim, or a segment of one, that people accepted for a time, with whoever did and until when", () => {
  const mark = { waiver: "WVR-2026-0003", owner: "Ada", reason: "labels are late", expiresAt: "2026-12-24T00:00:00.000Z" };
  const waiving = (run: Run, id: (finding: string) => boolean): string => flat(renderTerminal({ ...run, findings: run.findings.map((finding) => (finding.verdict === "fail" && id(finding.id) ? { ...finding, waived: mark } : finding)) }, plain));
  const all = waiving(validateExamples.left(), (id) => /^hypothesis\/[^/]+\/[^/]+$/.test(id));
  expect(all).toMatch(/✗ fail Of the loans[^(]*\(waived until 2026-12-24\) waived by WVR-2026-0003 until 2026-12-24 00:00Z, owner Ada: labels are late stands/);
  expect(renderTerminal(validateExamples.left(), plain)).not.toContain("waived");
  const part = waiving(validateExamples.segment(), (id) => /^hypothesis\/[^/]+\/[^/]+\/.+=/.test(id));
  expect(part).toMatch(/waived \S+ = [^:]+: by WVR-2026-0003 until/);
});
