import type { EnvironmentDifference } from "../../core/domain/environment-difference.ts";
import type { Finding } from "../../core/domain/finding.ts";
import { countOf } from "../../core/wording/count-of.ts";
import type { SideNames } from "./difference-words.ts";
import { parseFieldId } from "../../core/fingerprint/parse-field-id.ts";
import { valueWords } from "../../core/fingerprint/value-words.ts";

type Parts = Pick<Finding, "id" | "verdict" | "severity" | "mode" | "statement" | "reason" | "action" | "n" | "evidence"> & { readonly name: string };

/** A finding about an environment: it has no estimate, for fields are equal or not. */
export const environmentFinding = ({ name, ...rest }: Parts): Finding => ({
  ...rest, check: rest.id.slice(0, rest.id.indexOf("/")), subject: { kind: "environment", name, segment: null },
  estimate: null, unit: "difference", interval: null, margin: null, marginOrigin: null, noiseFloor: null, needed: null,
});

/** Differences that are told as one finding; at least one, the worst first. */
export interface Bundle {
  readonly id: string;
  readonly name: string;
  readonly members: readonly [EnvironmentDifference, ...EnvironmentDifference[]];
}

/** Of many, those named; the rest is counted. */
const mostNamed = 8;
/** More than this many of one kind (files of a model, variables) are told as one. */
const mostOfAKind = 3;

const isPackage = ({ id }: EnvironmentDifference): boolean => /^package\.(version|origin|integrity):/.test(id);

/** Brings together what would otherwise be a wall of findings: packages always, anything else when there are many of a kind. Keeps the order of the worst. */
export const bundled = (differences: readonly EnvironmentDifference[]): readonly Bundle[] => {
  const keyed = Map.groupBy(differences, (difference) => (isPackage(difference) ? "packages" : difference.subject === null ? difference.id : (parseFieldId(difference.id).kindName ?? difference.id)));
  return [...keyed].flatMap(([key, members]): Bundle[] => {
    const [first, ...others] = members;
    if (first === undefined) return [];
    if (key === "packages") return [{ id: key, name: "packages in use", members: [first, ...others] }];
    if (members.length > mostOfAKind) return [{ id: key, name: parseFieldId(first.id).kind?.title ?? key, members: [first, ...others] }];
    return members.map((member) => ({ id: member.id, name: member.title, members: [member] }));
  }).toSorted((x, y) => y.members[0].rank - x.members[0].rank);
};

const shortly = (difference: EnvironmentDifference): string =>
  difference.id.startsWith("package.version:") ? `${difference.title} ${valueWords(difference.reference, "package.version")} against ${valueWords(difference.candidate, "package.version")}` : isPackage(difference) ? difference.title : (difference.subject ?? difference.title);

/** What a bundle says: the difference's own sentence, or how many there are, with names and versions of the likeliest. */
export const bundleStatement = ({ name, members }: Bundle, names: SideNames): string => {
  if (members.length === 1) return members[0].statement;
  const named = members.slice(0, mostNamed).map(shortly);
  const rest = members.length - named.length;
  const what = isPackage(members[0]) ? `${countOf(members.length, "package")} in use are` : `${members.length} of a kind (${name}) are`;
  return `${what} not the same in ${names.reference} and ${names.candidate}: ${named.join(", ")}${rest === 0 ? "" : ` and ${rest} more`}`;
};
