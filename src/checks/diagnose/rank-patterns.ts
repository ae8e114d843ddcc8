import type { Pattern, PatternCode } from "../../core/domain/pattern.ts";

/** Of patterns that explain as much, the more telling first: those that name rows, replicas or numbers before those that name a shape. */
export const tellingOrder: readonly PatternCode[] = ["NAN", "FAIL", "REPL", "SUBSET", "CONC", "RAND", "BATCH", "LAG", "THRESH", "RATIO", "CONST", "FLAT", "PERM", "SHRINK", "JUMP", "MODEL", "MANT", "ULP", "SLOW"];

/** Differences of a twentieth in what is explained are no reason to put a vaguer pattern first. */
export const RANK_STEP = 0.05;

/** A pattern that explains this much of an output is told there, though a later output may be explained even better. */
export const TOLD_FIRST = 0.5;

/** An environment that moves by itself is shown where it moves most rows: a score, of which a decision is the echo. */
const movesMore = (pattern: Pattern, than: Pattern): boolean => Number(pattern.evidence["candidateMoved"] ?? 0) > Number(than.evidence["candidateMoved"] ?? 0);

/** The same pattern in several outputs is told once: in the first output that it explains well, else where it explains most. */
export const mergeOutputs = (patterns: readonly Pattern[]): readonly Pattern[] => {
  const groups = new Map<string, Pattern[]>();
  for (const pattern of patterns) {
    const { code, evidence } = pattern;
    const subject = String(evidence["condition"] ?? evidence["feature"] ?? evidence["kind"] ?? "");
    const name = code === "THRESH" ? `${code}/${pattern.output ?? ""}` : `${code}/${subject}`;
    groups.set(name, [...(groups.get(name) ?? []), pattern]);
  }
  return Array.from(groups.values(), (group) => {
    const best = group.reduce((top, pattern) => (movesMore(pattern, top) || (top.explains < TOLD_FIRST && pattern.explains > top.explains && !movesMore(top, pattern)) ? pattern : top));
    const outputs = group.map((p) => p.output).filter((o): o is string => o !== null);
    return outputs.length <= 1 ? best : { ...best, evidence: { ...best.evidence, outputs: outputs.join(", ") } };
  });
};

/** From this share on an environment that disagrees with itself comes first: whatever else is seen is seen through its randomness. */
export const RANDOM_LEADS = 0.5;

/**
 * What explains most first; of equals by `tellingOrder`. Randomness that explains a good part leads; patterns of values within tolerance
 * are information and come last.
 */
export const rankPatterns = (patterns: readonly Pattern[]): readonly Pattern[] => {
  const step = (p: Pattern): number => Math.round(p.explains / RANK_STEP);
  const last = (p: Pattern): number => (p.evidence["withinTolerance"] === true ? 1 : 0);
  const led = (p: Pattern): number => (p.code === "RAND" && p.explains >= RANDOM_LEADS ? 0 : 1);
  return patterns.toSorted((x, y) => last(x) - last(y) || led(x) - led(y) || step(y) - step(x) || tellingOrder.indexOf(x.code) - tellingOrder.indexOf(y.code) || y.explains - x.explains);
};
