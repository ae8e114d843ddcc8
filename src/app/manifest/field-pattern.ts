import { fieldKinds } from "../../core/fingerprint/field-kinds.ts";

const kinds = Object.keys(fieldKinds);
const groups = [...new Set(Object.values(fieldKinds).map(({ group }) => group))];

/** Every group and kind of fingerprint field that a policy or an override can name. */
export const fieldNames: readonly string[] = [...groups, ...kinds];

/** Whether a pattern such as `cpu.*`, `package.version:numpy` or `precision` can match a field at all. */
export const matchesSomeField = (pattern: string): boolean => {
  const [kind = ""] = pattern.split(":");
  const form = new RegExp(`^${kind.split("*").map((piece) => piece.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`);
  return fieldNames.some((name) => form.test(name));
};
