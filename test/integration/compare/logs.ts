import { openScene, type Scene } from "../agreed/scene.ts";

/** How a log differs from the others: what is added to its feature or to its score, how many rows, and what its ids begin with. */
export interface LogShape {
  readonly rows?: number;
  readonly feature?: number;
  readonly score?: number;
  readonly ids?: string;
  readonly seed?: number;
  /** Without the label, which then comes later. */
  readonly unlabelled?: boolean;
}

const header = "id,ts,age,region,score,approved,paid";

/** Rows of a log of loans, the same for the same shape: a feature, a segment, a score that is calibrated, a decision, and what came true. */
export const loanRows = ({ rows = 3000, feature = 0, score = 0, ids = "r", seed = 7 }: LogShape = {}): readonly (readonly string[])[] => {
  let state = seed;
  const random = (): number => (state = (state * 1664525 + 1013904223) >>> 0) / 2 ** 32;
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Array.from({ length: rows }, (_, row) => {
    const age = 40 + 10 * normal() + feature;
    const region = ["north", "south", "east"][Math.floor(random() * 3)] ?? "";
    const risk = 1 / (1 + Math.exp(-normal()));
    const shown = Math.min(0.999, Math.max(0.001, risk + score));
    return [`${ids}${row}`, new Date(Date.UTC(2026, 9, 1) + row * 60_000).toISOString(), age.toFixed(3), region, shown.toFixed(5), shown > 0.5 ? "yes" : "no", random() < risk ? "1" : "0"];
  });
};

export const loanLog = (shape: LogShape = {}): string => {
  const kept = (cells: readonly string[]): string => (shape.unlabelled === true ? cells.slice(0, -1) : cells).join(",");
  return [header.split(","), ...loanRows(shape)].map(kept).join("\n") + "\n";
};

/** The labels of that log in a file of their own, in another order. */
export const loanLabels = (shape: LogShape = {}): string => `id,paid\n${loanRows(shape).toReversed().map((cells) => `${cells[0] ?? ""},${cells.at(-1) ?? ""}`).join("\n")}\n`;

/** A folder with the logs that every test needs. */
export const loanScene = (): Scene => {
  const scene = openScene();
  scene.put("a.csv", loanLog());
  scene.put("b.csv", loanLog({ seed: 11, ids: "s" }));
  scene.put("worse.csv", loanLog({ seed: 11, ids: "s", score: 0.2 }));
  scene.put("older.csv", loanLog({ seed: 11, ids: "s", feature: 12 }));
  scene.put("few.csv", loanLog({ rows: 40, seed: 11, ids: "s" }));
  return scene;
};

/** What people would say of these logs. */
export const roles = ["--score", "score", "--decision", "approved", "--label", "paid", "--positive", "1"];
