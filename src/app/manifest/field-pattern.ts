import { fieldKinds } from "../../core/fingerprint/field-kinds.ts";
import { matchesField } from "../../core/fingerprint/matches-field.ts";

const kinds = Object.keys(fieldKinds);
const groups = [...new Set(Object.values(fieldKinds).map(({ group }) => group))];

/** Every group and kind of fingerprint field that a policy or an override can name; `lock` is what is installed against the lock files. */
export const fieldNames: readonly string[] = [...groups, "lock", ...kinds];

/** Whether a pattern such as `cpu.*`, `package.version:numpy` or `precision` can match a field at all. */
export const matchesSomeField = (pattern: string): boolean => {
  const [kind = ""] = pattern.split(":");
  return kind === "lock" || kinds.some((id) => matchesField(kind, id));
};
