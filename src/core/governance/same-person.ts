/** `Ada Lovelace <ada@example.com>` and `ada@example.com`, or two spellings of one name, are the same person. For what somebody must not do twice, or to their own work: in doubt it is they. */
export const samePerson = (one: string, other: string): boolean => {
  const others = namesOf(other);
  return namesOf(one).some((name) => others.includes(name));
};

/**
 * Whether somebody who acts is the one who is meant. For what only they may do: in doubt it is somebody else. Whoever signed in with an address, or an id, is known by that alone, for the
 * name before it is theirs to choose.
 */
export const isNamedAs = (meant: string, acting: string): boolean => {
  const [one, other] = [partsOf(meant), partsOf(acting)];
  if (other.id !== null) return one.id === other.id || (one.id === null && one.name === other.id);
  return other.name !== "" && (one.name === other.name || one.id === other.name);
};

const namesOf = (person: string): string[] => {
  const { name, id } = partsOf(person);
  return [name, id ?? ""].filter((text) => text !== "");
};

/** What stands before `<…>` and in it, as it is compared: without case, and without what does not show. */
const partsOf = (person: string): { readonly name: string; readonly id: string | null } => {
  const [, name = person, id = ""] = /^(.*?)\s*<([^<>]*)>\s*$/s.exec(person) ?? [];
  return { name: plain(name), id: plain(id) === "" ? null : plain(id) };
};

const plain = (text: string): string => text.normalize("NFKC").replaceAll(/[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, (mark) => (/\s/u.test(mark) ? " " : "")).replaceAll(/\s+/gu, " ").trim().toUpperCase().toLowerCase().normalize("NFKC");
