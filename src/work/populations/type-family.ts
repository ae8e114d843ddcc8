/** What an engine's type is like: whether it can be added up, is a moment, a text, or something of its own (lists, bytes). */
export type TypeFamily = "boolean" | "integer" | "real" | "time" | "text" | "other";

/** The family of a type by the engine's own name of it. */
export const typeFamily = (type: string): TypeFamily => {
  if (/[[\]]|^(STRUCT|MAP|UNION)\b/.test(type)) return "other";
  if (type === "BOOLEAN") return "boolean";
  if (/^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(type)) return "integer";
  if (/^(FLOAT|REAL|DOUBLE|DECIMAL)/.test(type)) return "real";
  if (/^(DATE|TIMESTAMP)/.test(type)) return "time";
  return /^(VARCHAR|ENUM|UUID|JSON|TIME|INTERVAL)/.test(type) ? "text" : "other";
};

/** Whether values of the type are numbers. */
export const isNumberType = (type: string): boolean => typeFamily(type) === "integer" || typeFamily(type) === "real";
