import { verdictWords } from "../../../src/report/wording/verdict-words.ts";
import type { Verdict } from "../run-types.ts";

/** Where a run counts as another than it was judged, for its sentence and its decision are of that moment: what it was judged, and why it counts otherwise now. Null where it counts as judged. */
export const judgedWords = ({ verdict, judged, waivers }: { readonly verdict: Verdict; readonly judged: Verdict; readonly waivers: readonly string[] }): string | null =>
  verdict === judged ? null : `was judged: ${verdictWords[judged].word.toLowerCase()}; ${waivers.length === 0 ? "its waiver is over" : `since then waived by ${waivers.join(", ")}`}`;
