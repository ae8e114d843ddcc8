import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { Run } from "../core/domain/run.ts";
import { exampleAgreement } from "./example-runs/example-agreement.ts";
import { exampleRuns } from "./example-runs/example-runs.ts";
import { renderCodeQuality } from "./code-quality.ts";
import { mostAnnotationsPerLevel, renderGithubAnnotations } from "./github-annotations.ts";
import { renderGitlabMetrics } from "./gitlab-metrics.ts";
import { renderHtml } from "./html.ts";
import { renderJson } from "./json.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown, renderMarkdownWithin } from "./markdown.ts";
import { renderSarif } from "./sarif.ts";
import { displayWidth } from "./terminal/display-width.ts";
import { throughWords } from "./wording/through-words.ts";
import { renderTerminal } from "./terminal.ts";

const plain = { color: false, ascii: false, width: 100 };
/** GitHub takes no larger job summary. */
const summaryLimit = 1024 * 1024;

const golden = (name: string): string => `./goldens/${name}`;

const examples = ["pass", "fail", "inconclusive", "error", "hostile", "agreed", "baseline", "alike", "drifted", "unsure", "kept-out", "holds", "left", "blind", "unlabelled", "segment", "refused"] as const;

test.each(examples)("the example %s is told as it was", async (name) => {
  const run = exampleRuns[name]();
  await expect(renderTerminal(run, { ...plain, report: "report.html" })).toMatchFileSnapshot(golden(`${name}.terminal.txt`));
  await expect(renderJunit(run)).toMatchFileSnapshot(golden(`${name}.junit.xml`));
  await expect(renderSarif(run, { location: { file: "lockstep.yaml", line: 3 } })).toMatchFileSnapshot(golden(`${name}.sarif.json`));
  await expect(renderMarkdown(run)).toMatchFileSnapshot(golden(`${name}.summary.md`));
  await expect(renderGithubAnnotations(run)).toMatchFileSnapshot(golden(`${name}.annotations.txt`));
});

test.each(Object.keys(exampleRuns) as (keyof typeof exampleRuns)[])("no line of the terminal is wider than asked for, and the verdict comes first: %s", (name) => {
  const run = exampleRuns[name]();
  for (const width of [40, 72, 100, 120]) {
    const lines = renderTerminal(run, { ...plain, width }).split("\n");
    expect(lines[0]).toContain(run.verdict.toUpperCase());
    expect(lines.slice(-5).join(" ").replace(/ +/g, " ").trim()).toContain(`Exit code ${run.decision.exitCode}: ${{ 0: "proceed", 1: "pause after a failed gate, or roll back", 3: "pause for lack of evidence", 4: "an environment did not answer, or a claim could not be evaluated" }[run.decision.exitCode]}.`);
    // Two populations have tables beside their findings.
    if (width >= 100) expect(lines.length, "fits a tall screen").toBeLessThan(run.kind === "compare" ? 75 : 60);
    const widest = Math.max(...lines.map(displayWidth));
    expect(widest, lines.find((line) => displayWidth(line) === widest)).toBeLessThanOrEqual(width);
  }
});

test("colour adds nothing but colour, and ASCII is ASCII", () => {
  const run = exampleRuns.fail();
  const coloured = renderTerminal(run, { ...plain, color: true });
  expect(coloured).toContain("\u001b[31m");
  expect(stripVTControlCharacters(coloured)).toBe(renderTerminal(run, plain));
  expect(renderTerminal(run, { ...plain, ascii: true })).toMatch(/^[\n -~]*$/);
});

test("foreign text brings no control character to a terminal", () => {
  // oxlint-disable-next-line no-control-regex -- these very characters are what it looks for
  expect(renderTerminal(exampleRuns.hostile(), plain)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
});

test("a run of hundreds of outputs still fits one screen", () => {
  const text = renderTerminal(exampleRuns.large(), plain);
  expect(text).toContain("and 1,520 more findings in the report");
  expect(text).toContain("270 outputs agree");
});

test("the JSON is the run, with the same bytes whatever the order its maps were filled in", () => {
  const run = exampleRuns.fail();
  const turned = { ...Object.fromEntries(Object.entries(run).reverse()), options: Object.fromEntries(Object.entries(run.options).reverse()) } as unknown as Run;
  expect(renderJson(turned)).toBe(renderJson(run));
  expect(Run.parse(JSON.parse(renderJson(run)))).toEqual(run);
  expect(() => renderJson({ ...run, seed: Number.NaN })).toThrow();
});

test("a job summary stays under GitHub's limit, and so do the annotations of each level", () => {
  const run = exampleRuns.large();
  expect(Buffer.byteLength(renderMarkdown(run))).toBeLessThan(summaryLimit);
  const lines = renderGithubAnnotations(run).trimEnd().split("\n");
  expect(lines.filter((line) => line.startsWith("::error "))).toHaveLength(mostAnnotationsPerLevel);
  expect(lines.at(-1)).toBe("::error title=more findings::1521 more findings of this level; the job summary and the report list them all.".replace("1521", "1,521"));
});

test("foreign text opens no new workflow command, link or tag", () => {
  const run = exampleRuns.hostile();
  for (const line of renderGithubAnnotations(run).trimEnd().split("\n")) expect(line).toMatch(/^::(error|warning|notice) title=[^:,\r\n]*::[^\r\n]*$/);
  const markdown = renderMarkdown(run);
  expect(markdown).not.toMatch(/<(script|img)/i);
  expect(markdown).not.toContain("](javascript");
});

test("fingerprints and rule ids are the same in every run", () => {
  const ids = (text: string): unknown => (JSON.parse(text) as { runs: { results: { ruleId: string; partialFingerprints: unknown }[] }[] }).runs[0]?.results.map(({ ruleId, partialFingerprints }) => [ruleId, partialFingerprints]);
  const run = exampleRuns.fail();
  const later = { ...run, id: "another", startedAt: "2027-01-01T00:00:00Z", findings: run.findings.map((finding) => ({ ...finding, estimate: finding.estimate === null ? null : finding.estimate / 2, statement: "other words" })).reverse() };
  expect(new Set((ids(renderSarif(later)) as unknown[]).map((entry) => JSON.stringify(entry)))).toEqual(new Set((ids(renderSarif(run)) as unknown[]).map((entry) => JSON.stringify(entry))));
});

test("a run that judged nothing is an error in JUnit, never an empty success", () => {
  const text = renderJunit({ ...exampleRuns.inconclusive(), findings: [] });
  expect(text).toContain('errors="1"');
  expect(text).toContain("<error ");
});

test("what cannot stop a pipeline is no failure in JUnit", () => {
  const run = exampleRuns.fail();
  const observed = { ...run, findings: run.findings.map((finding) => ({ ...finding, mode: "observe" as const })) };
  expect(renderJunit(observed)).toContain('failures="0" errors="0"');
  expect(renderJunit(run)).toContain('failures="5" errors="0" skipped="1"');
});

test("metrics for a merge request are OpenMetrics text that ends as it must", () => {
  const text = renderGitlabMetrics(exampleRuns.hostile());
  for (const line of text.trimEnd().split("\n")) expect(line).toMatch(/^(# (TYPE|HELP) .*|# EOF|[a-z_]+(\{[a-z]+="([^"\\\n]|\\.)*"(,[a-z]+="([^"\\\n]|\\.)*")*\})? -?[\d.e+-]+)$/u);
  expect(text.endsWith("# EOF\n")).toBe(true);
});

test("a summary is cut to the room it has, its head last", () => {
  for (const name of ["fail", "hostile", "large", "agreed"] as const) {
    const run = exampleRuns[name]();
    const whole = renderMarkdown(run);
    expect(renderMarkdownWithin(run, Buffer.byteLength(whole))).toBe(whole);
    const longest = Math.ceil(Buffer.byteLength(whole) * 0.7);
    const cut = renderMarkdownWithin(run, longest);
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(longest);
    expect(cut.split("\n").slice(0, 3)).toEqual(whole.split("\n").slice(0, 3));
    expect(cut).toContain(`Exit code ${run.decision.exitCode}`);
  }
  expect(() => renderMarkdownWithin(exampleRuns.fail(), 10)).toThrow();
});

test("annotations and code quality stand at the place they are given", () => {
  const run = exampleRuns.fail();
  const annotations = renderGithubAnnotations(run, { file: "ml,x/lockstep.yaml", line: 4 }).trimEnd().split("\n");
  expect(annotations.every((line) => /^::(error|warning|notice) file=ml%2Cx\/lockstep\.yaml,line=4,title=/.test(line))).toBe(true);
  const entries = JSON.parse(renderCodeQuality(run, { location: { file: "lockstep.yaml", line: 4 } })) as { fingerprint: string; severity: string; location: object; description: string }[];
  const open = run.findings.filter(({ verdict }) => verdict !== "pass");
  expect(entries).toHaveLength(open.length);
  expect(new Set(entries.map(({ fingerprint }) => fingerprint)).size).toBe(open.length);
  expect(entries.every(({ location }) => JSON.stringify(location) === '{"path":"lockstep.yaml","lines":{"begin":4}}')).toBe(true);
  expect(["major", "critical", "blocker"]).toContain(entries[0]?.severity);
  const observed = { ...run, findings: open.map((finding) => ({ ...finding, mode: "observe" as const })) };
  expect(renderCodeQuality(observed)).not.toMatch(/"(minor|major|critical|blocker)"/);
});

test("several models in one pipeline stay apart in every report that a forge merges", () => {
  const plainRun = exampleRuns.fail();
  const agreed = (model: string): Run => ({ ...plainRun, agreement: { ...exampleAgreement(), model } });
  const [risk, churn] = [agreed("risk"), agreed("churn")];
  const category = (run: Run): string => (JSON.parse(renderSarif(run)) as { runs: { automationDetails: { id: string } }[] }).runs[0]?.automationDetails.id ?? "";
  const classes = (run: Run): Set<string> => new Set([...renderJunit(run).matchAll(/classname="([^"]*)"/g)].map(([, name]) => name ?? ""));
  const series = (run: Run): Set<string> => new Set(renderGitlabMetrics(run).split("\n").filter((line) => line !== "" && !line.startsWith("#")).map((line) => line.slice(0, line.lastIndexOf(" "))));
  const prints = (run: Run): Set<string> => new Set((JSON.parse(renderCodeQuality(run)) as { fingerprint: string }[]).map(({ fingerprint }) => fingerprint));
  expect(category(risk)).not.toBe(category(churn));
  for (const names of [classes, series, prints]) {
    expect(names(risk).size).toBeGreaterThan(0);
    expect([...names(risk)].filter((name) => names(churn).has(name))).toEqual([]);
    expect(names(risk)).toEqual(names(agreed("risk")));
  }
  expect(renderGitlabMetrics(plainRun)).toMatch(/^lockstep_pairs \d/m);
});

test.each(["terminal", "junit", "sarif", "markdown", "annotations", "codequality", "metrics", "html", "json"] as const)("%s says what stood in, which overrides are in force, and why", (format) => {
  const run = exampleRuns.baseline();
  const viewer = { js: "", css: "" };
  const text = { terminal: () => renderTerminal(run, { ...plain, width: 200 }), junit: () => renderJunit(run), sarif: () => renderSarif(run), markdown: () => renderMarkdown(run), annotations: () => renderGithubAnnotations(run), codequality: () => renderCodeQuality(run), metrics: () => renderGitlabMetrics(run), html: () => renderHtml(run, viewer), json: () => renderJson(run) }[format]();
  // Where a line wraps, and how a quote is written, is each format's own business.
  const flat = text.replace(/\s+/g, " ").replaceAll("&#39;", "'").replaceAll("&#58;", ":").replaceAll("%3A", ":");
  expect(flat).toContain("staging could not be reached");
  for (const { name, reason } of run.agreement?.overrides ?? []) {
    expect(flat).toContain(name);
    expect(flat).toContain(reason.slice(0, 40));
  }
  if (format !== "metrics" && format !== "json") expect(flat).toContain("until 31 Dec 2026");
  else expect(flat).toContain("2026-12-31");
});

test("the headline's neighbour is what stood in: nothing but blank stands between", () => {
  const run = exampleRuns.baseline();
  expect(renderMarkdown(run).split("\n")[2]).toContain("staging could not be reached");
  expect(renderTerminal(run, plain).split("\n").slice(2, 6).join(" ")).toContain("baseline  version 3");
});

test("results stand at the manifest when no place is given, and say whether they are new", () => {
  const run = exampleRuns.agreed();
  const [sarif] = (JSON.parse(renderSarif(run)) as { runs: { results: { baselineState?: string; locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[] }[] }).runs;
  expect(new Set(sarif?.results.map(({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri))).toEqual(new Set(["ml/lockstep.yaml"]));
  expect(sarif?.results.filter(({ baselineState }) => baselineState === "new")).toHaveLength(run.since?.appeared.length ?? -1);
  expect(renderSarif({ ...run, agreement: { ...exampleAgreement(), manifests: [{ path: "/elsewhere/lockstep.yaml", digest: "sha256:0" }] } })).not.toContain('"uri": "/elsewhere');
});

test("each budget, case and reported metric is a test case and a metric", () => {
  const run = exampleRuns.agreed();
  const names = new Set([...renderJunit(run).matchAll(/<testcase classname="([^"]*)" name="([^"]*)"/g)].map(([, , name]) => name?.replaceAll("&#39;", "'")));
  for (const { budget, environment } of run.budgets) expect(names).toContain(`${budget} of ${environment}`);
  for (const { case: name, environment, through } of run.cases) expect(names).toContain(`${name} on ${environment}, ${throughWords(through)}`);
  for (const { metric, environment } of run.reported) expect(names).toContain(`${metric} of ${environment}`);
  const metrics = renderGitlabMetrics(run);
  expect(metrics).toMatch(/lockstep_budget_measured\{.*environment="production",budget="memory",unit="bytes"\} 551034880/);
  expect(metrics).toMatch(/lockstep_budget_kept\{.*environment="production",budget="memory",unit="bytes"\} 0/);
  expect(metrics).toMatch(/lockstep_case_passed\{.*case="extreme tenure",through="output"\} 0/);
  expect(metrics).toMatch(/lockstep_recomputed_metric\{.*metric="auc"\} 0\.8307/);
});

test("sentences are short and the document is exact", () => {
  const run = exampleRuns.agreed();
  for (const text of [renderTerminal(run, plain), renderMarkdown(run), renderJunit(run), renderSarif(run), renderGithubAnnotations(run)]) {
    expect(text).toContain("2.333");
    expect(text).not.toContain("2.3333333333333335");
  }
  expect(renderJson(run)).toContain("2.3333333333333335");
});

test("findings that cannot decide the run are marked, and new ones too", () => {
  const run = exampleRuns.agreed();
  const terminal = renderTerminal(run, { ...plain, width: 120 });
  expect(terminal).toContain("new: stage scale (warns only)");
  expect(renderMarkdown(run)).toContain("| **new** stage scale *(warns only)* |");
  expect(renderJunit(run)).toContain("Mode warn: may warn, cannot stop anything.");
});
