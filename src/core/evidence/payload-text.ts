/** A value of a record as text, whatever it is; null when it is not there. */
export const textOf = (payload: unknown, ...path: readonly string[]): string | null => {
  const found = path.reduce<unknown>((value, key) => (typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined), payload);
  return typeof found === "string" ? found : typeof found === "number" || typeof found === "boolean" ? String(found) : null;
};

/** The same for a list of texts; empty when it is none. */
export const textsOf = (payload: unknown, ...path: readonly string[]): string[] => {
  const found = path.reduce<unknown>((value, key) => (typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined), payload);
  return Array.isArray(found) ? found.filter((each) => typeof each === "string") : [];
};
