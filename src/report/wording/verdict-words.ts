import type { Verdict } from "../../core/domain/verdict.ts";

interface VerdictWords {
  readonly word: string;
  /** Told apart by shape alone, so that colour is never the only sign. */
  readonly symbol: string;
  readonly ascii: string;
  readonly meaning: string;
}

/** How each verdict is written, everywhere. */
export const verdictWords: Readonly<Record<Verdict, VerdictWords>> = {
  pass: { word: "pass", symbol: "✓", ascii: "+", meaning: "The interval lies inside the margin: they agree." },
  warn: { word: "warn", symbol: "!", ascii: "!", meaning: "Worth a look; does not stop anything." },
  fail: { word: "fail", symbol: "✗", ascii: "x", meaning: "They disagree by more than was allowed." },
  inconclusive: { word: "inconclusive", symbol: "?", ascii: "?", meaning: "Not enough evidence to say either. This is never a pass." },
  error: { word: "error", symbol: "⊘", ascii: "#", meaning: "Could not be evaluated. This is never a pass." },
};
