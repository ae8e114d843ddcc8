import type { FieldValue } from "../../core/domain/fingerprint.ts";
import { distributionName } from "../../core/fingerprint/distribution-name.ts";
import type { FieldKindName } from "../../core/fingerprint/field-kinds.ts";
import { type FieldPair, type SideName, sideNames } from "./pair-fields.ts";

/** What other fields say about the weight of one field: whether a package is in use, whether arithmetic was seen to be the same. */
export interface EnvironmentFacts {
  /** The value as read on that side; undefined where it was not read. */
  readonly value: (side: SideName, id: string) => FieldValue | undefined;
  /** Whether the package has modules in memory there; null where that is not known. */
  readonly loaded: (side: SideName, distribution: string) => boolean | null;
  /** Whether a kind was read on both sides, at least once, and every one of it is equal. */
  readonly allEqual: (kind: FieldKindName) => boolean;
  /** The first graphics card that each side has, null where none was seen. */
  readonly cards: Readonly<Record<SideName, string | null>>;
  /** Largest of both sides' numbers in a field; null where either is unknown. */
  readonly largest: (id: string) => number | null;
}

/** A number however the probe wrote it; null for anything else. */
export const numberIn = (value: FieldValue | undefined): number | null => {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : null;
};

/** Whether both values are the same, lists in their order. */
export const equalValues = (one: FieldValue, other: FieldValue): boolean =>
  Array.isArray(one) && Array.isArray(other) ? one.length === other.length && one.every((item, index) => item === other[index]) : Object.is(one, other);

/** Whether a pair is known to be equal: read, or looked for and absent, on both sides. */
export const equalPair = ({ reference, candidate, renamed }: FieldPair): boolean =>
  renamed === null && reference.state !== "unread" && candidate.state !== "unread" && equalValues(reference.value, candidate.value);

/** Reads the facts from all pairs, the equal ones too. */
export const environmentFacts = (pairs: readonly FieldPair[]): EnvironmentFacts => {
  const byId = new Map(pairs.map((pair) => [pair.id, pair]));
  const value = (side: SideName, id: string): FieldValue | undefined => {
    const pair = byId.get(id);
    return pair === undefined || pair[side].state === "unread" ? undefined : pair[side].value;
  };
  const sets = Object.fromEntries(sideNames.map((side) => {
    const list = value(side, "package.loaded");
    return [side, Array.isArray(list) ? new Set(list.map(distributionName)) : null];
  })) as Record<SideName, ReadonlySet<string> | null>;
  return {
    value,
    loaded: (side, distribution) => sets[side]?.has(distributionName(distribution)) ?? null,
    allEqual: (kind) => {
      const ofKind = pairs.filter((pair) => pair.kindName === kind && (pair.reference.state === "read" || pair.candidate.state === "read"));
      return ofKind.length > 0 && ofKind.every(equalPair);
    },
    cards: Object.fromEntries(sideNames.map((side) => {
      const card = pairs.find((pair) => pair.kindName === "gpu.model" && pair[side].state === "read" && pair[side].value !== null);
      return [side, card === undefined ? null : String(card[side].value)];
    })) as Record<SideName, string | null>,
    largest: (id) => {
      const numbers = sideNames.map((side) => numberIn(value(side, id)));
      return numbers.some((n) => n === null) ? null : Math.max(...numbers.map((n) => n ?? 0));
    },
  };
};
