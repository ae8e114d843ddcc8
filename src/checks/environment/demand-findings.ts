import type { EnvironmentDifference } from "../../core/domain/environment-difference.ts";
import type { Finding } from "../../core/domain/finding.ts";
import { fieldKinds } from "../../core/fingerprint/field-kinds.ts";
import { matchesField } from "../../core/fingerprint/matches-field.ts";
import { parseFieldId } from "../../core/fingerprint/parse-field-id.ts";
import { listOf } from "../../core/wording/list-of.ts";
import { bundled, bundleStatement, environmentFinding } from "./environment-finding.ts";
import type { EnvironmentInput } from "./environment-input.ts";
import { type SideName, sideNames } from "./pair-fields.ts";
import { sameSpelledOtherwise } from "./quiet/same-spelled-otherwise.ts";
import { wayToRead } from "./way-to-read.ts";

const idsOf = ({ id, together }: EnvironmentDifference): readonly string[] => [id, ...together];

/** A demand that names a field or a kind hears what is harmless too; one for a whole group does not, or tools nobody loaded would stop a release. */
const namesAField = (demand: string): boolean => {
  const { kindName } = parseFieldId(demand);
  return kindName !== null;
};

const breaks = (demand: string, difference: EnvironmentDifference): boolean => {
  if (difference.override !== null || difference.unread.length > 0 || !idsOf(difference).some((id) => matchesField(demand, id))) return false;
  return difference.quiet === null || (namesAField(demand) && !difference.quiet.startsWith(sameSpelledOtherwise) && fieldKinds[parseFieldId(demand).kindName ?? "python.version"].moves !== "nothing");
};

const groupOf = (demand: string): string => parseFieldId(demand).kind?.group ?? demand.replace(/\..*$/, "");

/** Sides on which nothing that the demand covers was read, or some of it could not be. */
const blindSides = (demand: string, { differences, readReference, readCandidate }: EnvironmentInput): readonly SideName[] =>
  sideNames.filter((side) => {
    const fingerprint = side === "reference" ? readReference : readCandidate;
    if (fingerprint === null) return true;
    if (differences.some((difference) => difference.override === null && difference.unread.includes(side) && difference.quiet === null && idsOf(difference).some((id) => matchesField(demand, id)))) return true;
    return !Object.keys(fingerprint.fields).some((id) => matchesField(demand, id));
  });

const whyBlind = (side: SideName, demand: string, { names, differences, unread, readReference, readCandidate }: EnvironmentInput): string => {
  const name = names[side];
  if ((side === "reference" ? readReference : readCandidate) === null) return `${name}: ${unread?.find(({ environment }) => environment === name)?.why ?? "no fingerprint could be read"}`;
  const said = differences.find((difference) => difference.unread.includes(side) && idsOf(difference).some((id) => matchesField(demand, id)));
  return said?.statement ?? `${name}: its fingerprint holds nothing of it`;
};

/**
 * What policy wants equal: what differs fails, what could not be read is inconclusive with the way to read it, and all of it equal is said once. Gives the differences that
 * are told here, so that nobody tells them twice.
 */
export const demandFindings = (input: EnvironmentInput): { readonly findings: readonly Finding[]; readonly demanded: ReadonlySet<EnvironmentDifference> } => {
  const { equal, differences, names } = input;
  const demanded = new Set<EnvironmentDifference>();
  const findings: Finding[] = [];
  const held: string[] = [];
  for (const demand of new Set(equal)) {
    const broken = differences.filter((difference) => breaks(demand, difference));
    const untold = broken.filter((difference) => !demanded.has(difference));
    for (const difference of untold) demanded.add(difference);
    for (const bundle of bundled(untold)) {
      const [first] = bundle.members;
      findings.push(environmentFinding({
        id: `environment.equal/${bundle.id}`, name: bundle.name, verdict: "fail", severity: bundle.members.some(({ weight }) => weight === "block") ? "critical" : "high", mode: "enforce",
        statement: `not equal as agreed: ${bundleStatement(bundle, names)}`, reason: `policy wants ${demand} equal whatever the answers do; ${first.why}`, action: `${first.action}, or name an override with its reason`, n: bundle.members.length,
        evidence: { field: first.id, weight: first.weight, demand, causes: [...new Set(bundle.members.flatMap(({ causes }) => causes))].join(", ") },
      }));
    }
    const blind = blindSides(demand, input);
    if (blind.length > 0 && input.equalAgreed === false) continue;
    if (blind.length > 0) findings.push(environmentFinding({
      id: `environment.equal/${demand}`, name: demand, verdict: "inconclusive", severity: "high", mode: "enforce",
      statement: `nobody knows whether ${demand} is equal: it could not be read in ${listOf(blind.map((side) => names[side]))}`,
      reason: `policy wants ${demand} equal, and what was not read is not equal; ${blind.map((side) => whyBlind(side, demand, input)).join("; ")}`, action: wayToRead(groupOf(demand)), n: 0, evidence: { demand },
    }));
    else if (broken.length === 0) held.push(demand);
  }
  if (held.length > 0) findings.push(environmentFinding({
    id: "environment.equal/all", name: "what policy wants equal", verdict: "pass", severity: "info", mode: "enforce", statement: `${listOf(held)} equal in ${names.reference} and ${names.candidate}, as agreed`,
    reason: "everything that was read of it is equal on both sides, or intended by name", action: "nothing to do", n: held.length, evidence: { equal: held.join(", ") },
  }));
  return { findings, demanded };
};
