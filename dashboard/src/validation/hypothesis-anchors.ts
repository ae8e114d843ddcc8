import { anchors } from "../anchor.ts";
import type { Validation } from "../run-types.ts";

/** An address for each hypothesis, in the order of the page. */
export const hypothesisAnchors = ({ hypotheses }: Validation): string[] => anchors("hypothesis", hypotheses.map(({ hypothesis: { id } }) => id));
