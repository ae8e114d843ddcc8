import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runToEnd } from "./python-start.ts";

/** CPython 3.14.2 as npm has it; no distribution that this suite may ask carries 3.14 for the machine itself. */
const release = "314.0.7";
const folder = fileURLToPath(new URL(`../../../.cache/pyodide-${release}`, import.meta.url));

/** Writes a program into a folder that runs the probe of the named file in that Python and prints the fingerprint; gives the program's path. */
export const writePythonInWebAssembly = async (into: string): Promise<string> => {
  const entry = join(folder, "node_modules/pyodide/pyodide.mjs");
  if (!existsSync(entry)) await runToEnd("npm", ["install", "--silent", "--ignore-scripts", "--no-save", "--no-audit", "--no-fund", "--prefix", folder, `pyodide@${release}`]);
  const path = join(into, "probe-in-web-assembly.mjs");
  await writeFile(path, `
import { readFileSync } from "node:fs";
const { loadPyodide } = await import(${JSON.stringify(entry)});
const python = await loadPyodide();
python.FS.writeFile("/home/pyodide/probe.py", readFileSync(process.argv[2]));
process.stdout.write(python.runPython("import json, sys; sys.path.insert(0, '/home/pyodide'); import probe; json.dumps(probe.fingerprint())"));
`);
  return path;
};
