import { verdictWords } from "../../../src/report/wording/verdict-words.ts";
import type { Verdict } from "../run-types.ts";

/** A verdict as a sign, a word and a colour; any one of them is enough. */
export const VerdictMark = ({ verdict }: { verdict: Verdict }) => (
  <span className={`verdict verdict-${verdict}`} title={verdictWords[verdict].meaning}>
    <span className="verdict-sign" aria-hidden="true">{verdictWords[verdict].symbol}</span>
    {verdictWords[verdict].word}
  </span>
);
