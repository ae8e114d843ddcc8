import { type FieldKind, type FieldKindName, fieldKinds } from "./field-kinds.ts";

export interface ParsedFieldId {
  readonly id: string;
  /** The catalogue's name of it; null for a field of a newer or foreign probe. */
  readonly kindName: FieldKindName | null;
  readonly kind: FieldKind | null;
  /** What the field is about within its kind; null where the kind is about one thing. */
  readonly subject: string | null;
}

/** `package.version:numpy` -> its kind and `numpy`. A subject may itself hold colons. */
export const parseFieldId = (id: string): ParsedFieldId => {
  const colon = id.indexOf(":");
  const name = colon < 0 ? id : id.slice(0, colon);
  const kindName = Object.hasOwn(fieldKinds, name) ? (name as FieldKindName) : null;
  return { id, kindName, kind: kindName === null ? null : fieldKinds[kindName], subject: colon < 0 ? null : id.slice(colon + 1) };
};
