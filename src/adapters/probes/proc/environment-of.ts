import { createHmac } from "node:crypto";
import type { ProcessFiles } from "./process-files.ts";

/** The environment with which a process was started; what it set for itself since then only it knows. */
export interface ProcessEnvironment {
  readonly names: readonly string[];
  get(name: string): string | null;
  /** `hmac:<16 hex>` over `NAME=value` under the salt of that environment. */
  salted(name: string, value: string): string;
}

export const environmentOf = (files: ProcessFiles): ProcessEnvironment => {
  const values = new Map<string, string>();
  for (const entry of files.own("environ").split("\0")) {
    const equals = entry.indexOf("=");
    // Of a variable that stands there twice, the C library finds the first.
    if (equals > 0 && !values.has(entry.slice(0, equals))) values.set(entry.slice(0, equals), entry.slice(equals + 1));
  }
  const salt = values.get("LOCKSTEP_SALT") || "lockstep";
  return {
    names: [...values.keys()],
    get: (name) => values.get(name) ?? null,
    salted: (name, value) => `hmac:${createHmac("sha256", salt).update(`${name}=${value}`).digest("hex").slice(0, 16)}`,
  };
};
