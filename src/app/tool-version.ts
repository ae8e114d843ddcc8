import { readFileSync } from "node:fs";

/** The package's own version; package.json is two folders up from the source and from what is compiled. */
export const toolVersion = (): string => {
  const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { readonly version: string };
  return manifest.version;
};
