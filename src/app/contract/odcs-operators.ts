import type { AllowedCount } from "../../core/domain/quality.ts";
import type { PlacedMap } from "../manifest/placed.ts";
import { textOfKey } from "./odcs-keys.ts";

const operators = ["mustBe", "mustNotBe", "mustBeGreaterThan", "mustBeGreaterOrEqualTo", "mustBeLessThan", "mustBeLessOrEqualTo", "mustBeBetween", "mustNotBeBetween"] as const;

/** The operator of a quality rule as bounds; in words what is wrong with it. Bounds of `between` belong to it. */
export const readOperator = (quality: PlacedMap): AllowedCount | string => {
  const found = operators.filter((name) => quality.entries.has(name));
  const [name, second] = found;
  if (name === undefined) return `it has no operator; write one of ${operators.join(", ")}`;
  if (second !== undefined) return `it has ${name} and ${second}; a rule has one operator`;
  const unit = textOfKey(quality, "unit") ?? "rows";
  if (unit !== "rows" && unit !== "percent") return `its unit ${unit} is neither rows nor percent`;
  const value = quality.entries.get(name)?.value;
  const allowed = (bounds: Partial<AllowedCount>): AllowedCount => ({ unit, low: null, lowIncluded: true, high: null, highIncluded: true, outside: false, ...bounds });
  if (name === "mustBeBetween" || name === "mustNotBeBetween") {
    const [low, high, more] = value?.kind === "list" ? value.items.map((item) => (item.kind === "scalar" ? item.value : null)) : [];
    if (typeof low !== "number" || typeof high !== "number" || more !== undefined || low > high) return `${name} takes two numbers, the smaller one first`;
    return allowed({ low, high, outside: name === "mustNotBeBetween" });
  }
  const number = value?.kind === "scalar" ? value.value : null;
  if (typeof number !== "number" || !Number.isFinite(number)) return `${name} takes a number`;
  switch (name) {
    case "mustBe": return allowed({ low: number, high: number });
    case "mustNotBe": return allowed({ low: number, high: number, outside: true });
    case "mustBeGreaterThan": return allowed({ low: number, lowIncluded: false });
    case "mustBeGreaterOrEqualTo": return allowed({ low: number });
    case "mustBeLessThan": return allowed({ high: number, highIncluded: false });
    case "mustBeLessOrEqualTo": return allowed({ high: number });
  }
};

/** Whether nothing at all may break the rule, which needs no bounds of its own. */
export const isNone = ({ low, high, outside }: AllowedCount): boolean => high === 0 && (low === 0 || low === null) && !outside;
