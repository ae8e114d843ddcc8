import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { readTarget } from "../check/read-target.ts";

/** What `lockstep check A B` was given for one side, found out without asking anybody. */
export type ParsedTarget = ReachedTarget | BaselineTarget | DeclaredTarget;

/** A place that only says what it was, and cannot be asked: `declared:model/`, the record of a training run. */
export interface DeclaredTarget {
  readonly name: string | null;
  readonly kind: "declared";
  /** Absolute path. */
  readonly address: string;
}

/** An approved baseline in place of an environment: `baseline:current`, `baseline:v3`. */
export interface BaselineTarget {
  readonly name: string | null;
  readonly kind: "baseline";
  /** As typed. */
  readonly address: string;
  /** Undefined for the current one. */
  readonly version: number | undefined;
}

export interface ReachedTarget {
  /** `staging` of `staging=http://…`; null when it was given no name. */
  readonly name: string | null;
  readonly kind: "endpoint" | "command" | "file";
  /** URL without credentials, command line, or absolute path. */
  readonly address: string;
  /** The reference that stood in front of the URL's host (`env:NAME`), for Basic authentication. */
  readonly credentials: string | null;
}

export interface TargetWorld {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Endings by which a path is one of a file of predictions, whether it is there or not. */
const fileEnding = /\.(parquet|csv|jsonl|ndjson)(\.gz)?$/i;

/** Tells a URL, a file and a command apart. LS106 says what was tried, LS201 that a file is missing, LS103 that a URL holds a password. */
export function parseTarget(text: string, world: TargetWorld = { cwd: process.cwd(), env: process.env }): ParsedTarget {
  const whole = text.trim();
  if (isFile(resolve(world.cwd, whole)) && !/^[a-z][a-z0-9+.-]*:\/\//i.test(whole)) return file(null, whole, world);
  const { name, target: typed } = readTarget(whole);
  const target = typed.trim();
  if (/^https?:\/\//i.test(target)) return endpoint(name, target);
  if (target.startsWith("cmd:")) {
    const command = target.slice("cmd:".length).trim();
    if (command === "") throw new LockstepError("LS106", { message: "no command follows cmd:", place: text });
    return { name, kind: "command", address: command, credentials: null };
  }
  const baseline = /^baseline:(?:current|v?([1-9]\d*))$/.exec(target);
  if (baseline !== null) return { name, kind: "baseline", address: target, version: baseline[1] === undefined ? undefined : Number(baseline[1]) };
  if (target.startsWith("declared:")) return { name, kind: "declared", address: resolve(world.cwd, target.slice("declared:".length)) };
  const path = resolve(world.cwd, target);
  if (isFile(path)) return file(name, target, world);
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(target)?.[1];
  if (scheme !== undefined) throw new LockstepError("LS106", { message: `${scheme}:// is not spoken; an address begins with http:// or https://`, place: text });
  if (fileEnding.test(target) && isDirectory(path)) throw new LockstepError("LS201", { message: `${path} is a directory, not a file`, place: text, todo: "Give one file of predictions." });
  if (fileEnding.test(target) && !target.includes(" ")) throw new LockstepError("LS201", { message: `there is no file ${path}`, place: text });
  const word = firstWord(target);
  if (word !== null && isExecutable(word, world)) return { name, kind: "command", address: target, credentials: null };
  if (fileEnding.test(target)) throw new LockstepError("LS201", { message: `there is no file ${path}`, place: text });
  const reasons = ["it does not begin with http:// or https://", isDirectory(path) ? `${path} is a directory` : `there is no file ${path}`, word === null ? "it names no program" : `there is no program "${word}" on the PATH`];
  throw new LockstepError("LS106", { message: `"${target}" cannot be asked or read: ${reasons.join("; ")}`, place: text, todo: hostLike(target) ? `If it is an address, write http://${target}.` : "Give an http(s) URL, a command (cmd:… for what the shell alone knows), or the path of a file of predictions." });
}

function endpoint(name: string | null, target: string): ReachedTarget {
  let url: URL;
  try {
    url = new URL(target);
  } catch (cause) {
    throw new LockstepError("LS106", { message: `"${target.replace(/\/\/[^/]*@/, "//***@")}" is not a valid URL`, place: "the address", cause });
  }
  let credentials: string | null = null;
  if (url.username !== "" || url.password !== "") {
    if (url.username !== "env" || !/^[A-Za-z_]\w*$/.test(url.password)) {
      throw new LockstepError("LS103", { message: "the URL holds a user name or password", place: url.origin, todo: "Take it out and give --header 'Authorization: Basic env:NAME', or write http://env:NAME@host with user:password in that variable." });
    }
    credentials = `env:${url.password}`;
    url.username = "";
    url.password = "";
  }
  url.hash = "";
  return { name, kind: "endpoint", address: url.href, credentials };
}

const file = (name: string | null, target: string, { cwd }: TargetWorld): ReachedTarget => ({ name, kind: "file", address: resolve(cwd, target), credentials: null });

/** The program that a shell would start: the first word behind any `VARIABLE=value`. */
function firstWord(command: string): string | null {
  for (const [, quoted, bare] of command.matchAll(/"([^"]+)"|(\S+)/g)) {
    const word = quoted ?? bare ?? "";
    if (!/^[A-Za-z_]\w*=/.test(word)) return word;
  }
  return null;
}

function isExecutable(word: string, { cwd, env }: TargetWorld): boolean {
  if (word.includes("/") || isAbsolute(word)) return canRun(resolve(cwd, word));
  return (env["PATH"] ?? "").split(delimiter).some((folder) => folder !== "" && canRun(join(folder, word)));
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return isFile(path);
  } catch {
    return false;
  }
}

const statOf = (path: string) => {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    // A text too long or too odd for a path is no file.
    return undefined;
  }
};
const isFile = (path: string): boolean => statOf(path)?.isFile() === true;
const isDirectory = (path: string): boolean => statOf(path)?.isDirectory() === true;
const hostLike = (text: string): boolean => /^[\w.-]+(:\d+)?(\/|$)/.test(text) && (text.includes(":") || text.includes("."));
