/** What a type is like, whoever names it: the engine, a dtype of the manifest, or a logical type of a data contract. */
export type TypeFamily = "integer" | "number" | "boolean" | "string" | "date" | "timestamp" | "time" | "json" | "array" | "object" | "null" | "other";

/** The family of one of the engine's types. */
export const familyOfEngine = (type: string): TypeFamily => {
  const name = type.toUpperCase();
  if (name.endsWith("]")) return "array";
  if (/^(STRUCT|MAP|UNION)\b/.test(name)) return "object";
  if (/^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/.test(name)) return "integer";
  if (/^(DOUBLE|FLOAT|REAL|DECIMAL|NUMERIC|BIGNUM)/.test(name)) return "number";
  if (name === "BOOLEAN") return "boolean";
  if (/^(VARCHAR|UUID|ENUM|CHAR|TEXT)/.test(name)) return "string";
  if (name === "DATE") return "date";
  if (name.startsWith("TIMESTAMP")) return "timestamp";
  if (name.startsWith("TIME")) return "time";
  if (name === "JSON") return "json";
  return name === "\"NULL\"" || name === "NULL" ? "null" : "other";
};

/** Bounds of the whole numbers that people name by their bits. */
const bits: Readonly<Record<string, readonly [number, number]>> = {
  int8: [-(2 ** 7), 2 ** 7 - 1], int16: [-(2 ** 15), 2 ** 15 - 1], int32: [-(2 ** 31), 2 ** 31 - 1], uint8: [0, 2 ** 8 - 1], uint16: [0, 2 ** 16 - 1], uint32: [0, 2 ** 32 - 1],
};

/** The smallest and the largest value of a type that has fewer bits than 64; null for all others. */
export const boundsOfType = (wanted: string): readonly [number, number] | null => bits[wanted] ?? null;

/** The family that a rule asks for; null for a word that is no type. */
export const familyOfWanted = (wanted: string): TypeFamily | null => {
  if (/^u?int(8|16|32|64)$/.test(wanted)) return "integer";
  if (/^float(16|32|64)$/.test(wanted)) return "number";
  if (wanted === "bool") return "boolean";
  return (["integer", "number", "boolean", "string", "date", "timestamp", "time", "json", "array", "object", "null"] as const).find((family) => family === wanted) ?? null;
};
