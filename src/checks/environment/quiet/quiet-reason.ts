import { equalValues } from "../environment-facts.ts";
import { quietArithmetic } from "./quiet-arithmetic.ts";
import { quietPackages } from "./quiet-packages.ts";
import { quietPlaces } from "./quiet-places.ts";
import type { QuietRule } from "./quiet-rule.ts";
import { quietTimeAndText } from "./quiet-time-and-text.ts";

const rules: readonly QuietRule[] = [quietPlaces, quietPackages, quietArithmetic, quietTimeAndText];

/** The first reason for which a difference need not be told, null where there is none. A field that one side could not read is only quiet where its kind moves nothing. */
export const quietReason: QuietRule = (pair, facts) => {
  if (pair.reference.state === "unread" || pair.candidate.state === "unread") return pair.kind?.moves === "nothing" ? quietPlaces(pair, facts) : null;
  if (pair.renamed === null && equalValues(pair.reference.value, pair.candidate.value)) return null;
  for (const rule of rules) {
    const reason = rule(pair, facts);
    if (reason !== null) return reason;
  }
  return null;
};
