import type { FieldScope, FieldValue, Fingerprint } from "../../core/domain/fingerprint.ts";
import type { FieldKind, FieldKindName } from "../../core/fingerprint/field-kinds.ts";
import { parseFieldId } from "../../core/fingerprint/parse-field-id.ts";
import { foundByLooking, listedWhole } from "./kinds-by-reading.ts";

export type SideName = "reference" | "candidate";
export const sideNames: readonly SideName[] = ["reference", "candidate"];

/** What one side knows of a field: `nothing` was looked for and is not there, `unread` is not known. */
export interface FieldSide {
  readonly state: "read" | "nothing" | "unread";
  /** null unless read. */
  readonly value: FieldValue;
  readonly how: string;
  /** Why it was not read; empty where it was. */
  readonly why: string;
}

/** One field as both sides know it. */
export interface FieldPair {
  readonly id: string;
  readonly kindName: FieldKindName | null;
  /** null for a field that only a newer or foreign probe knows. */
  readonly kind: FieldKind | null;
  readonly subject: string | null;
  readonly scope: FieldScope;
  readonly reference: FieldSide;
  readonly candidate: FieldSide;
  /** The candidate's name for it, where the same thing is called otherwise there. */
  readonly renamed: string | null;
}

export interface PairedFields {
  /** Every field that at least one side read, the equal ones too, by id. */
  readonly pairs: readonly FieldPair[];
  /** Ids of fields that tell of the process that read them, not of the server, by the side they were read on. */
  readonly notTheServers: Readonly<Record<SideName, readonly string[]>>;
}

const foreign = ({ method }: Fingerprint, scope: FieldScope): boolean => method === "new-process" && scope === "process";

const kindsIn = ({ fields }: Fingerprint): ReadonlySet<string> => new Set(Object.keys(fields).map((id) => parseFieldId(id).kindName ?? id));

/**
 * What a side without this field says by its silence. A probe that enumerates (packages, libraries, variables) has seen that it is not there,
 * as has a list of files of which others stand; anything else was not read.
 */
const silence = (fingerprint: Fingerprint, kinds: ReadonlySet<string>, kindName: FieldKindName | null): FieldSide => {
  const others = kindName !== null && kinds.has(kindName);
  const looked = kindName !== null && ((foundByLooking.has(kindName) && (fingerprint.method !== "declared" || others)) || (listedWhole.has(kindName) && others));
  return looked ? { state: "nothing", value: null, how: "", why: "" } : { state: "unread", value: null, how: "", why: fingerprint.method === "declared" ? "not declared" : "not read by its probe" };
};

const sideOf = (fingerprint: Fingerprint, kinds: ReadonlySet<string>, id: string, kindName: FieldKindName | null): FieldSide => {
  const field = Object.hasOwn(fingerprint.fields, id) ? fingerprint.fields[id] : undefined;
  if (field !== undefined && !foreign(fingerprint, field.scope)) return { state: "read", value: field.value, how: field.how, why: "" };
  if (field !== undefined) return { state: "unread", value: null, how: field.how, why: "read by another process than the server" };
  const own = Object.hasOwn(fingerprint.unread, id) ? fingerprint.unread[id] : undefined;
  const whole = kindName !== null && Object.hasOwn(fingerprint.unread, kindName) ? fingerprint.unread[kindName] : undefined;
  const why = own ?? whole;
  return why === undefined ? silence(fingerprint, kinds, kindName) : { state: "unread", value: null, how: "", why };
};

const variables: ReadonlySet<string> = new Set(["threads.variable", "kernels.variable", "gpu.variable", "config.variable"]);

/** From beside, a process's variables are those it was started with; one that its own code sets later is seen from inside only. */
const setLater = (fingerprint: Fingerprint, side: FieldSide, other: FieldSide, kindName: FieldKindName | null): FieldSide =>
  fingerprint.method === "proc" && kindName !== null && variables.has(kindName) && side.state !== "unread" && side.value === null && other.value !== null
    ? { ...side, state: "unread", why: "not set when the process was started; whether its code set it later cannot be seen from beside it" }
    : side;

/** Lays the fields of two fingerprints side by side. What neither side read is not in it, nor what tells of a process that is not the server. */
export const pairFields = (reference: Fingerprint, candidate: Fingerprint): PairedFields => {
  const ids = [...new Set([...Object.keys(reference.fields), ...Object.keys(candidate.fields)])].toSorted();
  const kinds = { reference: kindsIn(reference), candidate: kindsIn(candidate) };
  const notTheServers: Record<SideName, string[]> = { reference: [], candidate: [] };
  const pairs: FieldPair[] = [];
  for (const id of ids) {
    const { kindName, kind, subject } = parseFieldId(id);
    const scope = (reference.fields[id] ?? candidate.fields[id])?.scope ?? "process";
    const away = (["reference", "candidate"] as const).filter((side) => foreign(side === "reference" ? reference : candidate, scope));
    if (away.length > 0) {
      for (const side of away) notTheServers[side].push(id);
      continue;
    }
    const [one, other] = [sideOf(reference, kinds.reference, id, kindName), sideOf(candidate, kinds.candidate, id, kindName)];
    // Two readings from beside are alike in what they cannot see; then the values are compared.
    const oneWay = reference.method === candidate.method;
    pairs.push({
      id, kindName, kind, subject, scope, renamed: null,
      reference: oneWay ? one : setLater(reference, one, other, kindName), candidate: oneWay ? other : setLater(candidate, other, one, kindName),
    });
  }
  return { pairs, notTheServers };
};
