/** A condition over `r`: the record has all these keys. The record is parsed once, however many they are. */
export const hasKeys = (names: readonly string[]): string => `list_has_all(json_keys(r), [${names.map((name) => `'${name}'`).join(", ")}])`;
