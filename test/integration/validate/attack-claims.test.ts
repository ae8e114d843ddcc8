import { afterEach, expect, test } from "vitest";
import type { Scene } from "../agreed/scene.ts";
import { type Loan, loansOf, loansScene, manifestOf, precision, putLabelled } from "./loans.ts";

let scene: Scene;
afterEach(() => { scene.close(); });

const loans = (more = {}): Loan[] => loansOf({ from: "2026-06-01", days: 35, rowsADay: 40, seed: 11, ...more });
const start = (claims: string, log: readonly Loan[] = loans()): void => {
  scene = loansScene({ rowsADay: 40 });
  scene.put("lockstep.yaml", manifestOf(claims));
  putLabelled(scene, "logs", log);
};
const coded = (paid: (loan: Loan) => unknown, score = (loan: Loan) => loan.score): void =>
  scene.put("logs/all.csv", `id,ts,region,score,paid,label_ts\n${loans().map((loan) => [loan.id, loan.ts, loan.region, score(loan).toFixed(6), paid(loan), loan.paidAt].join(",")).join("\n")}\n`);

test("a claim that failed and was taken out of the manifest, or renamed, keeps the look from passing", async () => {
  const other = `      scored:
        claim: every loan has a score
        metric: {name: missing-rate, column: score}
        expected: {value: 0, standardError: 0.001, source: us}
        margin: 0.1
`;
  start(`${precision("", "0.1")}\n${other}`, loans({ departs: { day: 0, by: -0.7 } }));
  expect((await scene.lockstep("validate", "--backfill")).code).toBe(1);
  scene.put("lockstep.yaml", manifestOf(other));
  const { code, stdout } = await scene.lockstep("validate", "--backfill");
  expect(code, stdout).toBe(3);
  expect(stdout.replaceAll(/\s+/g, " ")).toMatch(/\(precision\) is registered and no longer in the manifest; the last look, as of 2026-07-\d\d, said fail/);
  // Given up with a reason, it may go.
  scene.put("lockstep.yaml", manifestOf(`${precision("\n        mode: observe", "0.1")}\n${other}`));
  expect((await scene.lockstep("hypothesis", "amend", "precision", "--reason", "replaced by another")).code).toBe(0);
  scene.put("lockstep.yaml", manifestOf(other));
  expect((await scene.lockstep("validate", "--backfill")).stdout).not.toContain("no longer in the manifest");
});

test("a model whose last claim was taken out after it failed is still looked at, beside the others", async () => {
  start(precision("", "0.1"), loans({ departs: { day: 0, by: -0.7 } }));
  const other = `  other:
    production: {log: logs}
    hypotheses:
      scored: {claim: every loan has a score, metric: {name: missing-rate, column: score}, expected: {value: 0, standardError: 0.001, source: us}, margin: 0.1}
`;
  scene.put("lockstep.yaml", manifestOf(precision("", "0.1"), "{log: logs}", other));
  expect((await scene.lockstep("validate", "--backfill")).code).toBe(1);
  scene.put("lockstep.yaml", `version: 1\nmodels:\n  loans: {production: {log: logs}}\n${other}`);
  const { code, stdout } = await scene.lockstep("validate", "--backfill");
  expect(code, stdout).toBe(3);
  expect(stdout.replaceAll(/\s+/g, " ")).toMatch(/loans in production .*\(precision\) is registered and no longer in the manifest/);
});

test("labels that are coded otherwise are refused in words, and true is 1", async () => {
  start(precision("", "0.3"), []);
  for (const [name, paid] of [["yes and no", (loan: Loan) => (loan.paid === 1 ? "yes" : "no")], ["1 and 2", (loan: Loan) => 2 - loan.paid]] as const) {
    coded(paid);
    const { code, stdout, stderr } = await scene.lockstep("validate", "--backfill");
    expect(code, name).toBe(4);
    expect(stderr).not.toContain("bug in Lockstep");
    expect(stdout.replaceAll(/\s+/g, " "), name).toMatch(/LS253|paid is coded otherwise/);
  }
  coded(({ paid }) => paid === 1);
  expect((await scene.lockstep("validate", "--backfill")).stdout).not.toContain("coded otherwise");
});

test("a score that moved to percentages is told beside the verdict", async () => {
  start(precision("", "0.3"), []);
  coded(({ paid }) => paid, ({ score }) => score * 100);
  const { stdout } = await scene.lockstep("validate", "--backfill");
  expect(stdout).toContain("the scale of score");
});

test("a population that compares a text with a number is refused, and is no bug", async () => {
  start(precision("\n        population: \"region = 5\"", "0.3"));
  expect(await scene.lockstep("validate", "--backfill")).toMatchObject({ code: 4, stderr: expect.stringMatching(/LS253: precision: a value cannot be read[^]*north/) });
});

test.each(["1=1) or (1=1", "exists (select 1 from read_text('/etc/hostname'))", "score > random()"])("SQL that is more than an expression is refused before anything is read: %s", async (sql) => {
  start(precision(`\n        population: "${sql}"`, "0.3"), []);
  expect(await scene.lockstep("validate", "--backfill")).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/LS250[^]*population is more than an expression/) });
});

test("a margin that a backtest's estimate makes unbreakable is refused, and no pass", async () => {
  start(precision("", "0.95"));
  const { code, stdout } = await scene.lockstep("validate", "--backfill");
  expect(code, stdout).toBe(4);
  expect(stdout.replaceAll(/\s+/g, " ")).toMatch(/promises nothing: nothing could break it: it fails below -0\.\d+, and precision lies from 0 to 1/);
});

test("segments that production no longer has are told", async () => {
  start(precision("", "0.3"), loans().map((loan) => ({ ...loan, region: loan.region === "north" ? "north" : `${loan.region}-2` })));
  const { stdout } = await scene.lockstep("validate", "--backfill");
  expect(stdout.replaceAll(/\s+/g, " ")).toMatch(/6\d(\.\d)? % of the rows have a value of region that is not judged by itself/);
});
