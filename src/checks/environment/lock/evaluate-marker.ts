import { distributionName } from "../../../core/fingerprint/distribution-name.ts";
import { compareVersions } from "./compare-versions.ts";
import { type Marker, type MarkerTerm, parseMarker } from "./marker-syntax.ts";

/** Variables of an environment; a list for `extras` and `dependency_groups`. One that is not there is not known. */
export type MarkerValues = Readonly<Record<string, string | readonly string[]>>;

/** `true` and `false`, or why it cannot be told. */
export type MarkerTruth = boolean | { readonly unknown: string };

/**
 * Whether a marker holds in an environment. A part that cannot be told only matters where the others leave it open: `false and unknown` is false,
 * `true and unknown` is not known.
 */
export const evaluateMarker = (text: string, values: MarkerValues): MarkerTruth => {
  const marker = parseMarker(text);
  return marker === null ? { unknown: `"${text}" is no marker` } : truthOf(marker, values);
};

const truthOf = (marker: Marker, values: MarkerValues): MarkerTruth => {
  if (marker.kind === "compare") return compare(marker.left, marker.operator, marker.right, values);
  const decisive = marker.kind === "any";
  const truths = marker.parts.map((part) => truthOf(part, values));
  if (truths.includes(decisive)) return decisive;
  return truths.find((truth) => typeof truth === "object") ?? !decisive;
};

const versionVariables = new Set(["python_version", "python_full_version", "implementation_version", "platform_release"]);

const compare = (left: MarkerTerm, operator: string, right: MarkerTerm, values: MarkerValues): MarkerTruth => {
  const variable = left.kind === "variable" ? left : right;
  if (variable.kind !== "variable") return { unknown: `"${left.text} ${operator} ${right.text}" names nothing of the environment` };
  const value = (term: MarkerTerm): string | readonly string[] | undefined => (term.kind === "text" ? term.text : Object.hasOwn(values, term.text) ? values[term.text] : undefined);
  const [a, b] = [value(left), value(right)];
  if (a === undefined || b === undefined) return { unknown: `${(a === undefined ? left : right).text} is not known` };

  if (operator === "in" || operator === "not in") {
    const inside = typeof b === "string" ? typeof a === "string" && b.includes(a) : typeof a === "string" && b.some((one) => distributionName(one) === distributionName(a));
    return (operator === "in") === inside;
  }
  if (typeof a !== "string" || typeof b !== "string") {
    // `extra == "x"` with several extras at once: whether it is one of them.
    const [many, one] = typeof a === "string" ? [b as readonly string[], a] : [a, b as string];
    const inside = many.some((name) => distributionName(name) === distributionName(one));
    if (operator === "==" || operator === "!=") return (operator === "==") === inside;
    return { unknown: `${variable.text} ${operator} is no question` };
  }
  if (versionVariables.has(variable.text)) return compareAsVersions(a, operator, b);
  if (operator === "==" || operator === "===") return a === b;
  if (operator === "!=") return a !== b;
  return { unknown: `${variable.text} ${operator} "${(variable === left ? right : left).text}" compares texts by size` };
};

const compareAsVersions = (a: string, operator: string, b: string): MarkerTruth => {
  if (operator === "===") return a === b;
  const unknown = { unknown: `"${a} ${operator} ${b}" is no comparison of versions` };
  if ((operator === "==" || operator === "!=") && b.endsWith(".*")) {
    const prefix = b.slice(0, -2).split(".");
    const own = a.split(".");
    return (operator === "==") === prefix.every((piece, index) => Number(piece) === Number(own[index] ?? 0));
  }
  const order = compareVersions(a, b);
  if (order === null) return unknown;
  switch (operator) {
    case "==": return order === 0;
    case "!=": return order !== 0;
    case "<": return order < 0;
    case "<=": return order <= 0;
    case ">": return order > 0;
    case ">=": return order >= 0;
    case "~=": {
      const upTo = b.split(".").slice(0, -1);
      return upTo.length === 0 ? unknown : order >= 0 && upTo.every((piece, index) => Number(piece) === Number(a.split(".")[index] ?? 0));
    }
    default: return unknown;
  }
};
