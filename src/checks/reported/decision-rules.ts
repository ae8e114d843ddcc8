import type { Dialect } from "../../core/sql/dialect.ts";
import { assumedThreshold } from "../parity/decision/derived-decisions.ts";
import type { Departure } from "./definition.ts";
import type { LabelledRows } from "./labelled-rows.ts";

/** How a row is decided. */
export interface DecisionRule extends Departure {
  /** A class as text; null where there is no answer. */
  readonly decided: string;
  /** How it reads after a comma. */
  readonly as: string;
}

export interface RuleQuestion {
  /** The output that is a decision, and the one that is a score. */
  readonly decision: string | null;
  readonly score: string | null;
  readonly classes: { readonly positive: string; readonly negative: string } | null;
  readonly agreed: number | null;
  /** The threshold that was reported with the metric. */
  readonly said: number | null;
}

/** The rule that was reported first, else the decision that the environment writes, else its score at the agreed threshold; then what others there are. */
export const decisionRules = (dialect: Dialect, rows: LabelledRows, { decision, score, classes, agreed, said }: RuleQuestion): DecisionRule[] => {
  const rules: DecisionRule[] = [];
  const add = (words: string, as: string, decided: string): void => {
    if (!rules.some((rule) => rule.decided === decided)) rules.push({ words: rules.length === 0 ? null : words, as, steps: rules.length === 0 ? 0 : 1, decided });
  };
  const written = (): void => {
    if (decision !== null) add(`by the output ${decision}`, `by the output ${decision}`, rows.column(decision, "decision"));
  };
  if (score === null || classes === null) {
    written();
    return rules;
  }
  const column = rows.column(score, "score");
  const at = (threshold: number, how: ">=" | ">", turned = false): void => {
    const [yes, no] = [dialect.literal(turned ? classes.negative : classes.positive), dialect.literal(turned ? classes.positive : classes.negative)];
    const words = turned ? `with the score turned round (below ${threshold} means ${classes.positive})` : `at ${score} ${how} ${threshold}`;
    add(words, words, `CASE WHEN ${column} ${how} ${dialect.double(threshold)} THEN ${yes} WHEN ${column} IS NOT NULL THEN ${no} END`);
  };
  if (said !== null) at(said, ">=");
  written();
  const usual = agreed ?? assumedThreshold;
  at(usual, ">=");
  for (const threshold of new Set([said ?? usual, usual, assumedThreshold])) {
    at(threshold, ">=");
    at(threshold, ">");
  }
  at(said ?? usual, ">=", true);
  return rules;
};
