/** `Ada Lovelace <ada@example.com>` and `ada@example.com`, or two spellings of one name, are the same person. */
export const samePerson = (one: string, other: string): boolean => {
  const others = namesOf(other);
  return namesOf(one).some((name) => others.includes(name));
};

const namesOf = (person: string): string[] => {
  const [, name = person, mail = ""] = /^(.*?)\s*<([^<>]*)>\s*$/.exec(person) ?? [];
  return [name, mail].map((text) => text.normalize("NFKC").replaceAll(/\s+/g, " ").trim().toLowerCase()).filter((text) => text !== "");
};
