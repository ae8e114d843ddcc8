import { posix } from "node:path";
import type { ProcessEnvironment } from "./environment-of.ts";
import type { ProcessFiles } from "./process-files.ts";
import { pythonVersion } from "./python-version.ts";

const { basename, dirname, join, isAbsolute, normalize } = posix;

/** The Python interpreter that a process runs, found without asking it. */
export interface Interpreter {
  /** sys.executable. */
  readonly executable: string;
  /** `3.11.7`; null when it could not be found in the binary. */
  readonly version: string | null;
  /** `3.11` */
  readonly series: string;
  readonly prefix: string;
  readonly basePrefix: string;
  readonly stdlib: string;
  /** site-packages of the user; null where it is not used. */
  readonly userSite: string | null;
  /** Folders of sys.path in their order, as the interpreter sets it up before any code runs. */
  readonly searchPath: readonly string[];
}

/** The interpreter of a process by what it has mapped; null when it runs no Python. */
export const interpreterOf = (files: ProcessFiles, env: ProcessEnvironment, mapped: readonly string[], words: readonly string[]): Interpreter | null => {
  const binary = files.link("exe").replace(/ \(deleted\)$/, "");
  const library = mapped.find((path) => /^libpython3\.\d+\w*\.so/.test(basename(path))) ?? null;
  const series = /^libpython(3\.\d+)/.exec(basename(library ?? ""))?.[1] ?? /^python(3\.\d+)\w*$/.exec(basename(binary))?.[1]
    ?? mapped.map((path) => /\/lib\/python(3\.\d+)\//.exec(path)?.[1]).find((found) => found !== undefined);
  if (series === undefined || (library === null && !/python/i.test(basename(binary)))) return null;

  const cwd = files.link("cwd").replace(/ \(deleted\)$/, "");
  const executable = executableOf(files, env, words[0] ?? "", binary, cwd);
  const venv = [dirname(executable), dirname(dirname(executable))].find((folder) => files.isFile(join(folder, "pyvenv.cfg"))) ?? null;
  const settings = venv === null ? "" : (files.text(join(venv, "pyvenv.cfg")) ?? "");
  const home = /^\s*home\s*=\s*(.+?)\s*$/im.exec(settings)?.[1];
  const basePrefix = home === undefined ? prefixOf(files, binary, library, series) : dirname(home);
  const prefix = venv ?? basePrefix;
  const seesSystem = venv === null || /^\s*include-system-site-packages\s*=\s*true\s*$/im.test(settings);
  const homeFolder = env.get("HOME");
  const user = homeFolder === null ? null : join(homeFolder, ".local/lib", `python${series}`, "site-packages");
  const isolated = words.slice(1, 6).some((word) => /^-[A-Za-z]*[IE]/.test(word) && !word.startsWith("-m") && !word.startsWith("-c"));
  const userSite = user !== null && seesSystem && env.get("PYTHONNOUSERSITE") === null && !isolated && files.isFolder(user) ? user : null;
  const stdlib = join(basePrefix, "lib", `python${series}`);
  const sites = [...sitesOf(files, prefix, series), ...(seesSystem && prefix !== basePrefix ? sitesOf(files, basePrefix, series) : [])];
  const first = firstEntry(files, words, cwd, isolated || env.get("PYTHONSAFEPATH") !== null);
  const asked = isolated ? [] : (env.get("PYTHONPATH") ?? "").split(":").filter((entry) => entry !== "").map((entry) => (isAbsolute(entry) ? entry : join(cwd, entry)));
  const installed = [...(userSite === null ? [] : [userSite]), ...sites];
  const searchPath = [...new Set([...(first === null ? [] : [first]), ...asked, stdlib, join(stdlib, "lib-dynload"), ...installed, ...installed.flatMap((site) => linkedFrom(files, site))])];
  return { executable, version: pythonVersion(files, [library, binary].filter((path) => path !== null), series, basePrefix), series, prefix, basePrefix, stdlib, userSite, searchPath };
};

/** As the interpreter finds itself: its first word, along the PATH where that is only a name. */
const executableOf = (files: ProcessFiles, env: ProcessEnvironment, word: string, binary: string, cwd: string): string => {
  if (isAbsolute(word)) return normalize(word);
  if (word.includes("/")) return join(cwd, word);
  const found = word === "" ? undefined : (env.get("PATH") ?? "").split(":").filter((folder) => folder !== "").map((folder) => join(folder, word)).find((path) => files.isFile(path));
  return found ?? binary;
};

const prefixOf = (files: ProcessFiles, binary: string, library: string | null, series: string): string => {
  const candidates = [dirname(dirname(files.real(binary))), ...(library === null ? [] : [dirname(dirname(files.real(library))), dirname(dirname(dirname(files.real(library))))])];
  return candidates.find((prefix) => files.isFolder(join(prefix, "lib", `python${series}`))) ?? (candidates[0] as string);
};

/** Folders of installed packages; those of Debian lie elsewhere. */
const sitesOf = (files: ProcessFiles, prefix: string, series: string): readonly string[] => {
  const debian = prefix === "/usr" ? [`/usr/local/lib/python${series}/dist-packages`, "/usr/lib/python3/dist-packages", `/usr/lib/python${series}/dist-packages`] : [];
  return [`${prefix}/lib64/python${series}/site-packages`, `${prefix}/lib/python${series}/site-packages`, ...debian]
    .filter((folder) => files.isFolder(folder))
    .filter((folder, index, all) => all.findIndex((other) => files.real(other) === files.real(folder)) === index || !folder.includes("/lib64/"))
    .filter((folder, index, all) => !(folder.includes("/lib64/") && all.some((other, place) => place !== index && files.real(other) === files.real(folder))));
};

/** The folder of the script, or the working directory for -m and -c. */
const firstEntry = (files: ProcessFiles, words: readonly string[], cwd: string, safe: boolean): string | null => {
  if (safe) return null;
  for (let index = 1; index < words.length; index += 1) {
    const word = words[index] as string;
    if (/^-[A-Za-z]*[mc]/.test(word)) return cwd;
    if (word === "-W" || word === "-X") index += 1;
    else if (!word.startsWith("-")) return dirname(files.real(isAbsolute(word) ? word : join(cwd, word)));
  }
  return cwd;
};

/** Folders that .pth files of a site add. Lines of code in them are not run. */
const linkedFrom = (files: ProcessFiles, site: string): readonly string[] =>
  (files.folder(site) ?? []).map(({ name }) => name).filter((name) => name.endsWith(".pth")).sort()
    .flatMap((name) => (files.text(join(site, name)) ?? "").split(/\r?\n/))
    .map((line) => line.trimEnd()).filter((line) => line !== "" && !line.startsWith("#") && !/^import[ \t]/.test(line))
    .map((line) => (isAbsolute(line) ? line : join(site, line))).filter((folder) => files.isFolder(folder));
