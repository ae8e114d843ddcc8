import { readFileSync } from "node:fs";

let read: string | null = null;

/** The package's own version; package.json is two folders up from the source and from what is compiled. Read once: what runs stays the version it was started as. */
export const toolVersion = (): string => {
  read ??= (JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { readonly version: string }).version;
  return read;
};
