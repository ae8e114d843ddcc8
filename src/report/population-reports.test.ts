import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import type { Run } from "../core/domain/run.ts";
import { renderCodeQuality } from "./code-quality.ts";
import { compareExamples } from "./example-runs/example-runs.ts";
import { hostileTexts } from "./example-runs/hostile-strings.ts";
import { renderGithubAnnotations } from "./github-annotations.ts";
import { renderGitlabMetrics } from "./gitlab-metrics.ts";
import { cutRun } from "./html/cut-run.ts";
import { renderHtml } from "./html.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";
import { coverageFacts } from "./population/coverage-facts.ts";
import { unpackShift } from "./population/packed-shift.ts";
import { renderSarif } from "./sarif.ts";
import { displayWidth } from "./terminal/display-width.ts";
import { renderTerminal } from "./terminal.ts";

const plain = { color: false, ascii: false, width: 100 };
const largestPage = 2_000_000;
/** As large as the built viewer, and a little more. */
const viewer = { js: "x".repeat(620_000), css: "y".repeat(25_000) };

const flat = (text: string): string => text.replace(/\s+/g, " ");
const visible = (run: Run): string => { const page = renderHtml(run, { js: "", css: "" }); return page.slice(page.indexOf('<div id="root">'), page.indexOf('<script type="application/json"')); };

const everyText = (run: Run): Record<string, string> => ({
  terminal: renderTerminal(run, { ...plain, width: 120 }), markdown: renderMarkdown(run), junit: renderJunit(run), sarif: renderSarif(run), annotations: renderGithubAnnotations(run), codequality: renderCodeQuality(run), metrics: renderGitlabMetrics(run), html: visible(run),
});

test.each(Object.keys(compareExamples) as (keyof typeof compareExamples)[])("%s: a comparison of populations speaks of no pairs, inputs, answers or noise", (name) => {
  for (const [format, text] of Object.entries(everyText(compareExamples[name]()))) expect(text, format).not.toMatch(/\bpairs?\b|\binputs?\b|\banswers?\b(?! for)|noise floor/i);
});

test("the terminal tells coverage before findings, and findings before every table", () => {
  const text = renderTerminal(compareExamples.drifted(), plain);
  const order = ["FAIL", "coverage  production: 51,003 predictions of 51,260 records", "can bend the comparison: non-200", "allowed       n", "by chance alone", "metric  ", "gap if all were equal", "6 rules of the data hold", "schema    partner_code", "guessed   1 score: score; 1 decision", "family    41 claims", "rows      Neighbouring", "decision  Roll back", "next      1."];
  const places = order.map((part) => text.indexOf(part));
  expect(places.every((place) => place >= 0), order[places.indexOf(-1)] ?? "").toBe(true);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  for (const part of ["dropped 221 (status is not a success), 36 (not JSON)", "50 % to 100 % of requests logged", "41 % labelled, delay p50 3 days"]) expect(flat(text)).toContain(part);
});

test("a rule that was broken is a row of its own, with its rows", () => {
  const text = renderTerminal(compareExamples["kept-out"](), plain);
  expect(text).toMatch(/✗ fail {2}income lies between 0 and 1,000,000 {2}production +1,204 {2}46,903/);
  const markdown = renderMarkdown(compareExamples["kept-out"]());
  for (const part of ["2026-10-30.jsonl:4182: -1", "Lending data team", "1,204 of 46,903"]) expect(markdown).toContain(part);
});

test("a comparison in ASCII is ASCII, colour adds nothing but colour, and a thousand columns fit a screen", () => {
  const run = compareExamples.drifted();
  expect(renderTerminal(run, { ...plain, ascii: true })).toMatch(/^[\n -~]*$/);
  expect(stripVTControlCharacters(renderTerminal(run, { ...plain, color: true }))).toBe(renderTerminal(run, plain));
  const wide = renderTerminal(compareExamples.wide(), plain);
  expect(wide.split("\n").length).toBeLessThan(50);
  expect(wide).toContain("and 19 more that do not, 975 more columns agree");
});

test("every kind of number has its list in the summary, and its share that agrees", () => {
  const markdown = renderMarkdown(compareExamples.drifted());
  for (const part of ["| what was read |", "Dropped (!)", "Columns: 8 of 15 agree", "Metrics: 3 of 6 agree", "Fairness: 2 of 3 agree", "Correlations: 1 of 2 agree", "Rules of the data: 6 of 6 agree", "8 features: income, age", "41 claims could have failed", "partner_code: only in production"]) expect(markdown).toContain(part);
  expect(markdown.indexOf("| what was read |")).toBeLessThan(markdown.indexOf("| verdict | what |"));
});

test("columns, metrics, gaps and broken rows are numbers for a merge request", () => {
  const text = renderGitlabMetrics(compareExamples["kept-out"]());
  expect(text).toContain('lockstep_rows{environment="production"} 46903');
  expect(text).toMatch(/lockstep_column_shift\{column="income",measure="chi-square-distance"\} 0\.\d+/);
  expect(text).toContain('lockstep_rows_against_a_rule{environment="production",rule="income-range"} 1204');
  expect(renderGitlabMetrics(compareExamples.drifted())).toMatch(/lockstep_metric_candidate\{metric="AUC",of="score"\} 0\.7889/);
});

test("a page of a thousand columns is under 2 MB and holds the drifted ones in full and the others small", () => {
  const run = compareExamples.wide();
  const shifts = run.population?.shifts ?? [];
  expect(shifts.length).toBe(1000);
  expect(Buffer.byteLength(renderHtml(run, viewer))).toBeLessThan(largestPage);
  const { population } = cutRun(run, () => true);
  const shown = (population?.shifts ?? []).map((packed) => unpackShift(packed, population?.words ?? []));
  expect(new Set(shown.map(({ column }) => column))).toEqual(new Set(shifts.map(({ column }) => column)));
  const bars = (verdict: string): number[] => shown.filter((shift) => shift.verdict === verdict).map(({ picture }) => picture?.bars.length ?? 0);
  expect(Math.min(...bars("warn"))).toBe(24);
  expect(Math.max(...bars("pass"))).toBeLessThanOrEqual(16);
  expect(population?.agreement).toBe("975 features agree");
});

test("a page is under 2 MB however much two populations showed, and says what was cut", () => {
  const run = compareExamples.drifted();
  const { population } = run;
  if (population === null) throw new Error("the example compares populations");
  const long = "<& ".repeat(60);
  const many = <T>(list: readonly T[], count: number, change: (entry: T, index: number) => T): T[] => Array.from({ length: count }, (_, index) => change(list[index % list.length] as T, index));
  const huge: Run = { ...run, population: {
    ...population, shifts: many(population.shifts, 4500, (shift, index) => ({ ...shift, column: `${index} ${long}`, segment: index % 3 === 0 ? long : null, verdict: "fail" })), metrics: many(population.metrics, 600, (metric) => ({ ...metric, of: long, reason: long })),
    fairness: many(population.fairness, 300, (result) => ({ ...result, cohort: long })), quality: many(population.quality, 600, (result) => ({ ...result, reason: long })), schema: many(population.schema, 600, (entry) => ({ ...entry, problem: long })),
    candidate: { ...population.candidate, columns: many(population.candidate.columns, 4500, (column, index) => ({ ...column, name: `${index} ${long}` })), gaps: many(population.candidate.gaps, 100, (gap) => ({ ...gap, why: long })) },
  } };
  expect(Buffer.byteLength(renderHtml(huge, viewer))).toBeLessThan(largestPage);
  const { cuts } = cutRun(huge, () => true);
  for (const what of ["columns and segments", "metrics", "fairness criteria", "rules of the data", "columns that do not match", "columns by role", "gaps of production"]) expect(cuts.some((cut) => cut.includes(what)), what).toBe(true);
});

test("names from a log bring no control character to a terminal, no link, tag or command to anything else", () => {
  const run = compareExamples.drifted();
  const { population } = run;
  if (population === null) throw new Error("the example compares populations");
  let turn = 0;
  const next = (): string => hostileTexts[turn++ % hostileTexts.length] ?? "";
  const side = (given: typeof population.reference): typeof population.reference => ({ ...given, name: next(), columns: given.columns.map((column) => ({ ...column, name: next(), why: next() })), gaps: hostileTexts.map((why) => ({ what: next(), why, bends: true })), coverage: { ...given.coverage, dropped: [{ reason: next(), rows: 3, example: next() }] } });
  const hostile: Run = { ...run, population: {
    ...population, reference: side(population.reference), candidate: side(population.candidate), dependence: next(), schema: hostileTexts.map((column) => ({ column, problem: next() })),
    shifts: population.shifts.map((shift) => ({ ...shift, column: next(), segment: next(), measures: shift.measures.map((measure) => ({ ...measure, measure: next() })) })), metrics: population.metrics.map((metric) => ({ ...metric, metric: next(), of: next() })),
    fairness: population.fairness.map((result) => ({ ...result, cohort: next(), groups: result.groups.map((group) => ({ ...group, group: next() })) })), quality: population.quality.map((result) => ({ ...result, verdict: "fail", rule: { ...result.rule, statement: next() }, examples: [{ row: next(), value: next() }] })),
  } };
  for (const width of [40, 100]) {
    const terminal = renderTerminal(hostile, { ...plain, width });
    // oxlint-disable-next-line no-control-regex -- these very characters are what it looks for
    expect(terminal).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(Math.max(...terminal.split("\n").map(displayWidth))).toBeLessThanOrEqual(width);
  }
  expect(renderMarkdown(hostile)).not.toMatch(/<(script|img)|\]\(javascript/i);
  expect(visible(hostile)).not.toMatch(/<(script|img)/i);
  for (const line of renderGitlabMetrics(hostile).trimEnd().split("\n")) expect(line).toMatch(/^(# (TYPE|HELP) .*|# EOF|[a-z_]+(\{[a-z]+="([^"\\\n]|\\.)*"(,[a-z]+="([^"\\\n]|\\.)*")*\})? -?[\d.e+-]+)$/u);
});

test("what can bend a comparison is marked, and what is not known is said", () => {
  const [drifted, unsure] = [compareExamples.drifted(), compareExamples.unsure()].map(({ population }) => coverageFacts(population?.candidate ?? (undefined as never)));
  expect(drifted?.filter(({ heed }) => heed).map(({ id }) => id)).toEqual(["dropped", "sampling", "duplicates", "gap"]);
  expect(unsure?.filter(({ words }) => words.startsWith("not known")).map(({ id }) => id)).toEqual(["failed", "sampling"]);
  expect(drifted?.find(({ id }) => id === "gap")?.words).toContain("non-200");
});

test("a metric without a margin is shown after the others and counts as no agreement, and a ratio of rates is told as one", () => {
  const run = compareExamples.drifted();
  const { population } = run;
  if (population === null) throw new Error("the example compares populations");
  const [first] = population.metrics;
  const [parity] = population.fairness;
  if (first === undefined || parity === undefined) throw new Error("the example has metrics and cohorts");
  const shown: Run = { ...run, population: {
    ...population, metrics: [{ ...first, metric: "r2", margin: null, verdict: "inconclusive" }, ...population.metrics],
    fairness: [{ ...parity, criterion: "four-fifths", margin: 0.8, interval: { low: 0.9, high: 1, level: 0.9, method: "Koopman" }, groups: [{ group: "a", n: 900, rate: 0.5, interval: null }, { group: "b", n: 900, rate: 0.45, interval: null }], gap: 0.05 }],
  } };
  const terminal = flat(renderTerminal(shown, plain));
  expect(terminal).toContain("2 more metrics agree, 1 metric is shown without a margin");
  expect(terminal).toMatch(/four fifths by region, [^ ]+ 0\.9 0\.9 to 1 0\.9 % ≥ 0\.8/);
  expect(renderMarkdown(shown)).toContain("| shown only | R² of score |");
});

test("what can decide the run stands before what only warns, and a column's findings are told apart", () => {
  const run = compareExamples.drifted();
  const [any] = run.findings;
  if (any === undefined) throw new Error("the example has findings");
  const about = (change: Partial<typeof any>): typeof any => ({ ...any, subject: { kind: "feature", name: "channel", segment: null }, ...change });
  const findings = [about({ id: "a", check: "population.unseen", verdict: "fail", mode: "warn" }), about({ id: "b", check: "population.shift", verdict: "inconclusive", mode: "enforce" }), about({ id: "c", check: "population.missing", subject: { kind: "missing", name: "channel", segment: null }, verdict: "warn", mode: "warn" })];
  const lines = renderTerminal({ ...run, findings }, { ...plain, width: 120 }).split("\n").filter((line) => line.includes("99,123"));
  expect(lines.map((line) => /(channel(, [a-z ]+)?)/.exec(line)?.[0]?.replace(/ +$/, ""))).toEqual(["channel", "channel, new values", "channel, missing"]);
});
