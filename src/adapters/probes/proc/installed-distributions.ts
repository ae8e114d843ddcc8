import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { z } from "zod";
import { distributionName } from "../../../core/fingerprint/distribution-name.ts";
import { originText } from "../../../core/fingerprint/origin-text.ts";
import type { ProcReader } from "./proc-reader.ts";
import type { ProcessFiles } from "./process-files.ts";
import { recordDigest } from "./record-digest.ts";

const { basename, join } = posix;

interface Distribution {
  readonly name: string;
  readonly version: string | null;
  readonly info: string;
  readonly problem: string | null;
}

/** Packages by their metadata along the search path, the first place that holds a name winning, as the interpreter's own lookup does it. */
export const readDistributions: ProcReader = ({ reading, files, interpreter, comparable }) => {
  if (interpreter === null) {
    for (const kind of ["package.version", "package.origin", "package.integrity"]) reading.miss(kind, "no Python interpreter is in this process");
    return;
  }
  const found = new Map<string, readonly Distribution[]>();
  for (const folder of interpreter.searchPath) {
    const here = Map.groupBy(distributionsIn(files, folder), ({ name }) => name);
    for (const [name, several] of here) if (!found.has(name)) found.set(name, several);
  }
  if (found.size === 0) reading.miss("package.version", `no package was found along ${interpreter.searchPath.join(", ")}`);
  for (const [name, several] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [first] = several as readonly [Distribution, ...Distribution[]];
    const broken = several.find(({ problem }) => problem !== null);
    const versions = [...new Set(several.map(({ version }) => version ?? ""))].sort();
    if (broken !== undefined) reading.miss(`package.version:${name}`, `${broken.problem}: ${comparable(first.info)}`);
    else reading.put(`package.version:${name}`, versions.length === 1 ? (versions[0] as string) : versions, "container", comparable(first.info));
    const origin = originOf(files, first.info);
    if (origin === null) reading.miss(`package.origin:${name}`, "direct_url.json is not JSON");
    else reading.put(`package.origin:${name}`, origin, "container", "WHEEL, INSTALLER, direct_url.json");
    const record = bytes(files, join(first.info, "RECORD"));
    if (record === null) reading.miss(`package.integrity:${name}`, "it has no RECORD file");
    else reading.put(`package.integrity:${name}`, recordDigest(record, basename(first.info)), "container", "RECORD");
  }
};

const distributionsIn = (files: ProcessFiles, folder: string): readonly Distribution[] => {
  const names = (files.folder(folder) ?? []).map(({ name }) => name).sort();
  const found = names.filter((name) => /\.(dist|egg)-info$/.test(name) && !name.startsWith("~")).map((name) => distribution(files, name, join(folder, name)));
  return folder.endsWith(".egg") && names.includes("EGG-INFO") ? [...found, distribution(files, basename(folder), join(folder, "EGG-INFO"))] : found;
};

const distribution = (files: ProcessFiles, entry: string, info: string): Distribution => {
  const guess = distributionName((entry.replace(/\.[^.]*$/, "").split("-")[0] ?? entry));
  const head = files.text(join(info, "METADATA"), 8192) ?? files.text(join(info, "PKG-INFO"), 8192) ?? (files.isFile(info) ? files.text(info, 8192) : null);
  if (head === null) return { name: guess, version: null, info, problem: "it has no METADATA file" };
  const name = /^Name:[ \t]*(\S+)/im.exec(head)?.[1];
  const version = /^Version:[ \t]*(\S+)/im.exec(head)?.[1];
  if (name === undefined) return { name: guess, version: null, info, problem: "its metadata say no name" };
  return { name: distributionName(name), version: version ?? null, info, problem: version === undefined ? "its metadata say no version" : null };
};

const DirectUrl = z.looseObject({ dir_info: z.looseObject({ editable: z.boolean().optional() }).optional(), vcs_info: z.looseObject({ vcs: z.string().optional(), commit_id: z.string().optional() }).optional() });

const originOf = (files: ProcessFiles, info: string): string | null => {
  if (/(\.egg-info|EGG-INFO)$/.test(info)) return "egg";
  const tags = [...(files.text(join(info, "WHEEL"), 1 << 16) ?? "").matchAll(/^Tag:\s*(\S+)/gm)].map((found) => found[1] as string);
  const direct = files.text(join(info, "direct_url.json"), 1 << 16);
  let said: z.output<typeof DirectUrl> | null = null;
  if (direct !== null && direct !== "") {
    try {
      said = DirectUrl.parse(JSON.parse(direct));
    } catch {
      // Told as not read by the caller.
      return null;
    }
  }
  return originText({ installer: files.text(join(info, "INSTALLER"), 1 << 16) ?? "", tags, directUrl: said });
};

const bytes = (files: ProcessFiles, path: string): Buffer | null => {
  try {
    return readFileSync(files.outside(path));
  } catch {
    // An egg, or a package of the system: neither writes one.
    return null;
  }
};
