import type { HypothesisResult } from "../../../src/core/domain/validation.ts";
import { openScene, type Scene } from "../agreed/scene.ts";

const dayMs = 86_400_000;

/** How loans go, and from which day on they go otherwise. */
export interface Loans {
  readonly from: string;
  readonly days: number;
  readonly rowsADay?: number;
  readonly seed?: number;
  /** From this day of the log on, of these regions (all when left out), labels come true this much more often than the score says. */
  readonly departs?: { readonly day: number; readonly by: number; readonly region?: string };
  /** Days without a file. */
  readonly missing?: readonly number[];
  /** Labels come so many days after the prediction, at random up to it. */
  readonly delayDays?: number;
  readonly ids?: string;
}

export interface Loan {
  readonly id: string;
  readonly day: number;
  readonly ts: string;
  readonly region: string;
  readonly score: number;
  readonly latency: number;
  readonly paid: 0 | 1;
  readonly paidAt: string;
}

/** The same loans for the same words: a calibrated score, a region, a latency, and what came true some days later. */
export const loansOf = ({ from, days, rowsADay = 150, seed = 7, departs, missing = [], delayDays = 0, ids = "p" }: Loans): Loan[] => {
  let state = seed;
  const random = (): number => (state = (state * 1664525 + 1013904223) >>> 0) / 2 ** 32;
  const start = Date.parse(`${from}T00:00:00Z`);
  const loans: Loan[] = [];
  for (let day = 0; day < days; day += 1) {
    for (let row = 0; row < rowsADay; row += 1) {
      const at = start + day * dayMs + Math.floor((row / rowsADay) * dayMs);
      const region = ["north", "south", "east"][Math.floor(random() * 3)] ?? "";
      const score = 1 / (1 + Math.exp(-1.5 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())));
      const shift = departs !== undefined && day >= departs.day && (departs.region === undefined || departs.region === region) ? departs.by : 0;
      const paid = random() < Math.min(1, Math.max(0, score + shift)) ? 1 : 0;
      const later = delayDays * random() * dayMs;
      if (!missing.includes(day)) loans.push({ id: `${ids}${day}-${row}`, day, ts: new Date(at).toISOString(), region, score, latency: 20 + 10 * random(), paid, paidAt: new Date(at + later).toISOString() });
    }
  }
  return loans;
};

/** How loans are laid into files: one per day where a test needs days, else one per week, which is counted in a fraction of the time. */
export type Cut = "day" | "week";

const byFile = (loans: readonly Loan[], cut: Cut): Map<string, Loan[]> => Map.groupBy(loans, ({ day, ts }) => (cut === "day" ? ts.slice(0, 10) : `week-${String(Math.floor(day / 7)).padStart(2, "0")}`));

const put = (scene: Scene, folder: string, loans: readonly Loan[], cut: Cut, header: string, line: (loan: Loan) => string): void => {
  for (const [name, rows] of byFile(loans, cut)) scene.put(`${folder}/${name}.csv`, `${header}\n${rows.map(line).join("\n")}\n`);
};

/** Files of `folder`, labels within. */
export const putLabelled = (scene: Scene, folder: string, loans: readonly Loan[], cut: Cut = "week"): void =>
  put(scene, folder, loans, cut, "id,ts,region,score,latency_ms,paid,label_ts", ({ id, ts, region, score, latency, paid, paidAt }) => [id, ts, region, score.toFixed(6), latency.toFixed(3), paid, paidAt].join(","));

/** The same without labels, which then come in a file of their own. */
export const putUnlabelled = (scene: Scene, folder: string, loans: readonly Loan[], cut: Cut = "week"): void =>
  put(scene, folder, loans, cut, "id,ts,region,score,latency_ms", ({ id, ts, region, score, latency }) => [id, ts, region, score.toFixed(6), latency.toFixed(3)].join(","));

/** The labels that had come before `until`, all in one file. */
export const putLabels = (scene: Scene, file: string, loans: readonly Loan[], until: string): void => {
  scene.put(file, `id,paid,paid_at\n${loans.filter(({ paidAt }) => paidAt < until).map(({ id, paid, paidAt }) => `${id},${paid},${paidAt}`).join("\n")}\n`);
};

/** A manifest of one model; `hypotheses` are lines of YAML, eight spaces deep. */
export const manifestOf = (hypotheses: string, production = "{log: logs}", more = ""): string => `version: 1
models:
  loans:
    production: ${production}
    hypotheses:
${hypotheses}
${more}`;

export const precision = (more = "", margin = "0.05"): string => `      precision:
        claim: "Of those we call safe, as many pay as in the backtest"
        metric: {name: precision, output: score, label: paid, positive: 1, threshold: 0.5}
        expected: {backtest: backtest}
        margin: ${margin}
        segments: [region]
        owner: {name: ada}${more}`;

/** A folder with a backtest of ten weeks. */
export const loansScene = (backtest: Partial<Loans> = {}): Scene => {
  const scene = openScene();
  putLabelled(scene, "backtest", loansOf({ from: "2026-03-02", days: 70, seed: 3, ids: "b", ...backtest }));
  return scene;
};

export const resultOf = (run: { readonly validation: { readonly hypotheses: readonly HypothesisResult[] } | null }, name: string): HypothesisResult => {
  const found = run.validation?.hypotheses.find(({ hypothesis }) => hypothesis.name === name);
  if (found === undefined) throw new Error(`no result of ${name}`);
  return found;
};
