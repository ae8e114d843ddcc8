import { statSync } from "node:fs";
import { fileDigest } from "./file-digest.ts";
import { reasonOf, Unread } from "./field-reading.ts";
import { computes, cuda, hashedLibraryBytes, namedLibraryBytes, runtimes } from "./library-kinds.ts";
import { libraryName } from "./library-name.ts";
import type { ProcReader } from "./proc-reader.ts";

const deleted = / \(deleted\)$/;

/** Native libraries in memory, the runtimes among them, and what was loaded before everything else. Extension modules of installed packages are left to the packages' own files. */
export const readNatives: ProcReader = async ({ reading, files, env, mapped, comparable, signal }) => {
  const libraries = new Map<string, string[]>();
  for (const path of mapped) {
    const clean = path.replace(deleted, "");
    const base = clean.slice(clean.lastIndexOf("/") + 1);
    if (!/\.so(?:\.[\w.]+)?$/.test(base)) continue;
    const { name } = libraryName(clean);
    const extension = base.includes(".cpython-") || base.includes(".abi3.so") || !(base.startsWith("lib") || base.startsWith("ld-"));
    if (extension && !computes.test(name) && /^<(site|user-site|stdlib)>/.test(comparable(clean))) continue;
    libraries.set(name, [...(libraries.get(name) ?? []), path]);
  }
  for (const [name, paths] of [...libraries].sort(([a], [b]) => (a < b ? -1 : 1))) {
    try {
      const values: string[] = [];
      for (const path of paths) values.push(await valueOf(path, files.outside(path), signal));
      values.sort();
      reading.put(`native.library:${name}`, values.length === 1 ? (values[0] as string) : values, "process", paths.join(", "));
    } catch (error) {
      reading.miss(`native.library:${name}`, reasonOf(error));
    }
    if (cuda.test(name)) reading.put(`gpu.cuda:${name}`, libraryName(paths[0] as string).version ?? "unversioned", "process", paths[0] as string);
  }
  for (const [kind, pattern] of Object.entries(runtimes)) {
    reading.put(`native.runtimes:${kind}`, [...libraries].flatMap(([name, paths]) => (pattern.test(name) ? paths.map(() => name) : [])).sort(), "process", `/proc/${files.pid}/maps`);
  }
  const preloaded = [...(env.get("LD_PRELOAD") ?? "").split(/[:\s]+/), ...(files.text("/etc/ld.so.preload") ?? "").split(/\s+/)].filter((word) => word !== "").map((word) => libraryName(word).name);
  reading.put("native.preload", preloaded.length === 0 ? null : preloaded, "process", "LD_PRELOAD, /etc/ld.so.preload");
  const folders = (env.get("LD_LIBRARY_PATH") ?? "").split(":").filter((folder) => folder !== "").map((folder) => (files.isFolder(folder) ? comparable(folder) : env.salted("LD_LIBRARY_PATH", folder)));
  reading.put("native.path", folders.length === 0 ? null : folders, "process", "LD_LIBRARY_PATH");
};

const valueOf = async (path: string, outside: string, signal: AbortSignal | undefined): Promise<string> => {
  if (deleted.test(path)) throw new Unread(`the file was deleted or replaced since it was loaded: ${path}`);
  const { name, version } = libraryName(path);
  const { size } = statSync(outside);
  if (size > namedLibraryBytes && /-[0-9a-f]{7,}$/.test(version ?? "")) return `${version} ${size}`;
  return computes.test(name) && size <= hashedLibraryBytes ? fileDigest(outside, signal) : `${version ?? "unversioned"} ${size}`;
};
