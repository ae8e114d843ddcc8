import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { fieldKinds } from "../../../core/fingerprint/field-kinds.ts";
import { insideOnly } from "./inside-only.ts";
import { computes, cuda, hashedLibraryBytes, namedLibraryBytes, runtimes } from "./library-kinds.ts";
import { libraryName } from "./library-name.ts";
import { listedVariables } from "./listed-variables.ts";
import { modelEndings } from "./read-mapped-models.ts";
import { serverNames } from "./read-server.ts";

const python = readFileSync(new URL("../../../../python/src/lockstep/probe.py", import.meta.url), "utf8");
/** What stands in the brackets behind a name, on one line or over several. */
const block = (name: string): string => {
  const start = new RegExp(`^${name} = (?:re\\.compile)?\\(`, "m").exec(python) ?? expect.fail(`no ${name} in the Python probe`);
  const rest = python.slice(start.index + start[0].length);
  return rest.startsWith("\n") ? rest.slice(0, rest.indexOf("\n)")) : rest.slice(0, rest.indexOf("\n"));
};
const texts = (name: string): string[] => [...block(name).matchAll(/r?"([^"]*)"/g)].map((found) => found[1] as string);

it("what is told and hashed is the same as in the Python probe", () => {
  expect(listedVariables).toEqual({ "threads.variable": texts("THREAD_VARIABLES"), "kernels.variable": texts("KERNEL_VARIABLES"), "gpu.variable": texts("GPU_VARIABLES") });
  expect(modelEndings).toEqual(texts("MODEL_ENDINGS"));
  expect(serverNames).toEqual(texts("SERVERS"));
  expect([computes, cuda, runtimes.openmp, runtimes.blas].map(({ source }) => source)).toEqual(["COMPUTES", "CUDA", "OPENMP", "BLAS"].map((name) => texts(name).join("")));
  expect(python).toContain(`HASHED_LIBRARY_BYTES = ${hashedLibraryBytes / 1024 / 1024} * 1024 * 1024`);
  expect(python).toContain(`NAMED_LIBRARY_BYTES = ${namedLibraryBytes / 1024 / 1024} * 1024 * 1024`);
});

it("names only kinds that there are", () => expect(Object.keys(insideOnly).filter((kind) => !Object.hasOwn(fieldKinds, kind))).toEqual([]));

it.each([
  ["/x/numpy.libs/libscipy_openblas64_-56d6093b.so", "libscipy_openblas64_", "unversioned-56d6093b"],
  ["/x/libopenblas64_p-r0-0cf96a72.3.21.so", "libopenblas64_p", "3.21-0cf96a72"],
  ["/x/libgfortran-040039e1.so.5.0.0", "libgfortran", "5.0.0-040039e1"],
  ["/lib/libm.so.6", "libm", "6"],
  ["/lib/ld-2.31.so", "ld", "2.31"],
  ["/x/_umath_linalg.cpython-311-x86_64-linux-gnu.so", "_umath_linalg", null],
  ["/x/libpython3.11.so.1.0", "libpython", "3.11"],
])("%s is %s, version %s", (path, name, version) => expect(libraryName(path)).toEqual({ name, version }));
