import { basename, relative, resolve } from "node:path";
import type { Run } from "../../core/domain/run.ts";
import type { CheckOptions, SideOptions } from "../check/check-options.ts";
import { yamlText } from "./yaml-text.ts";

/** Where the manifest will lie, and where the check was made: paths in it are relative to the first, those that were typed to the second. */
export interface SavePlaces {
  readonly folder: string;
  readonly cwd: string;
}

type Names = Readonly<Record<"reference" | "candidate", string>>;

/** The two sides of a check as environments of a manifest, with the names they get there. */
export const savedEnvironments = (run: Run, options: CheckOptions, places: SavePlaces): { readonly names: Names; readonly lines: readonly string[] } => {
  const names = { reference: nameOf("reference", run, options), candidate: nameOf("candidate", run, options) };
  const apart = names.reference === names.candidate ? { reference: `${names.reference}-reference`, candidate: `${names.candidate}-candidate` } : names;
  const lines = (["reference", "candidate"] as const).flatMap((side) => environmentLines(apart[side], run.environments[side].kind, options[side], places));
  return { names: apart, lines: ["environments:", ...lines] };
};

/** As it was given, or as the file is called. */
const nameOf = (side: "reference" | "candidate", run: Run, options: CheckOptions): string => {
  const { name, target } = options[side];
  const stem = basename(target).split(".")[0]?.toLowerCase() ?? "";
  return name ?? (run.environments[side].kind === "file" && /^[a-z][a-z0-9_-]*$/.test(stem) ? stem : side);
};

const environmentLines = (name: string, kind: "endpoint" | "command" | "file", side: SideOptions, { folder, cwd }: SavePlaces): string[] => {
  const path = (typed: string): string => relative(folder, resolve(cwd, typed)) || ".";
  const lines = [`  ${name}:`, `    target: ${yamlText(kind === "file" ? path(side.target) : side.target)}`];
  const add = (key: string, value: string | number | boolean | null): void => {
    if (value !== null) lines.push(`    ${key}: ${typeof value === "string" ? quoted(value) : value}`);
  };
  add("production", side.production);
  const place = (source: string | null): string | null => (source === null || /^(https?:\/\/|pid:)/i.test(source) ? source : path(source));
  add("fingerprint", place(side.fingerprint));
  if (side.reported !== null) lines.push("    reported:", `      source: ${yamlText(place(side.reported) ?? "")}`);
  // A file is read, and not asked in any way.
  if (kind === "file") return lines;
  add("protocol", side.protocol);
  add("model", side.model);
  add("modelVersion", side.modelVersion);
  add("template", side.template);
  for (const key of ["ca", "cert", "certKey"] as const) add(key, side[key] === null ? null : path(side[key]));
  add("host", side.host);
  add("via", side.via);
  add("replicaHeader", side.replicaHeader);
  add("maxRate", side.maxRate);
  add("lockstep", side.sdk);
  add("metrics", side.metrics);
  if (side.header.length > 0) lines.push("    # Secrets stand in environment variables (env:NAME) or files (file:PATH), never here.", "    headers:");
  for (const { name: header, value } of side.header) lines.push(`      ${yamlText(header)}: ${quoted(fromFolder(value, path))}`);
  return lines;
};

/** A version such as 7 is a text here, and a plain 7 would be a number. */
const quoted = (value: string): string => (/^[A-Za-z]/.test(value) ? yamlText(value) : JSON.stringify(value));

const fromFolder = (value: string, path: (typed: string) => string): string => value.replaceAll(/(?<=^|[\s="':])file:([^\s;,"']+)/g, (_, file: string) => `file:${path(file)}`);
