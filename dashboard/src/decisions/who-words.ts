import type { ApprovalRule } from "../../../src/core/domain/change-request.ts";
import { formatPlural } from "../../../src/report/wording/format-number.ts";
import { functionWords, isFunction } from "./functions.ts";

/** How many people, and how many of which function: `2 people: 1 of engineering, 1 of compliance`. */
export const whoWords = ({ of, functions }: ApprovalRule): string => {
  const named = Object.entries(functions).flatMap(([name, count]) => (isFunction(name) ? [`${String(count)} of ${functionWords[name]}`] : []));
  return `${formatPlural(of, "person", "people")}${named.length === 0 ? "" : ` (${named.join(", ")})`}`;
};
