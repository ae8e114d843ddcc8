import { readFileSync } from "node:fs";
import type { ProcessFiles } from "./process-files.ts";
import { symbolBytes } from "./symbol-bytes.ts";

/** How sys.version_info names what is not yet released. */
const stages: Readonly<Record<string, string>> = { a: "alpha", b: "beta", c: "candidate", rc: "candidate" };

/**
 * The whole version of an interpreter: from 3.11 on it is a number that the binary exports, before a text in it or its own header file tells. Null
 * when none of them does.
 */
export const pythonVersion = (files: ProcessFiles, binaries: readonly string[], series: string, basePrefix: string): string | null => {
  for (const path of binaries) {
    const binary = bytesOf(files, path);
    if (binary === null) continue;
    const number = symbolBytes(binary, "Py_Version", 4);
    if (number !== null) return versionOfNumber(number.readUInt32LE());
    const literal = new RegExp(`\\x00${series.replace(".", "\\.")}\\.(\\d+)(?:(a|b|rc)(\\d+))?\\+?(?=\\x00)`, "g");
    const found = new Set([...binary.toString("latin1").matchAll(literal)].map(([, micro, stage, serial]) => `${series}.${micro}${stage === undefined ? "" : `${stages[stage]}${serial}`}`));
    if (found.size === 1) return [...found][0] as string;
  }
  const [, version, stage, serial] = /^#define PY_VERSION\s+"(\d+\.\d+\.\d+)(?:(a|b|rc)(\d+))?\+?"/m.exec(files.text(`${basePrefix}/include/python${series}/patchlevel.h`) ?? "") ?? [];
  return version === undefined ? null : `${version}${stage === undefined ? "" : `${stages[stage]}${serial}`}`;
};

/** `0x030b07f0` is 3.11.7; the second last digit tells what is not yet released. */
const versionOfNumber = (number: number): string => {
  const release = `${number >>> 24}.${(number >>> 16) & 0xff}.${(number >>> 8) & 0xff}`;
  const stage = stages[((number >>> 4) & 0xf).toString(16)];
  return stage === undefined ? release : `${release}${stage}${number & 0xf}`;
};

const bytesOf = (files: ProcessFiles, path: string): Buffer | null => {
  try {
    return readFileSync(files.outside(path));
  } catch {
    // Replaced on disk since it was started; another file may still tell.
    return null;
  }
};
