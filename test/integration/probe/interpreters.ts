import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { runToEnd } from "./python-start.ts";

export interface Interpreter {
  readonly python: string;
  /** `3.11` */
  readonly version: string;
}

const wanted = ["3.9", "3.10", "3.11", "3.12", "3.13", "3.14"];

const underPyenv = (): readonly string[] => {
  const versions = join(process.env["PYENV_ROOT"] ?? join(homedir(), ".pyenv"), "versions");
  return existsSync(versions) ? readdirSync(versions).map((name) => join(versions, name, "bin", "python")) : [];
};

/** One interpreter for each Python version that the SDK promises and this machine has: pyenv's first, then those on the path. */
export const findInterpreters = async (): Promise<readonly Interpreter[]> => {
  const found = new Map<string, string>();
  for (const python of [...underPyenv(), ...wanted.map((version) => `python${version}`), "python3"]) {
    const version = (await runToEnd(python, ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"]).catch(() => "")).trim();
    if (wanted.includes(version) && !found.has(version)) found.set(version, python);
  }
  return wanted.flatMap((version) => {
    const python = found.get(version);
    return python === undefined ? [] : [{ python, version }];
  });
};
