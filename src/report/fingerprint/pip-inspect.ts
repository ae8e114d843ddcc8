import type { Fingerprint } from "../../core/domain/fingerprint.ts";
import { packagesOf, textOf } from "./packages-of.ts";

/** `linux`, as sys.platform spells it, from what os.release says; everything that is no Mac and no Windows serves on Linux. */
const sysPlatform = (system: string | null): string | null => (system === null ? null : /mac|darwin/i.test(system) ? "darwin" : /windows/i.test(system) ? "win32" : "linux");

const implementationNames: Readonly<Record<string, string>> = { cpython: "CPython", pypy: "PyPy", graalpy: "GraalVM" };
const systems: Readonly<Record<string, string>> = { linux: "Linux", darwin: "Darwin", win32: "Windows" };

const shortVersion = (version: string | null): string | null => version?.split(".").slice(0, 2).join(".") ?? null;

/** The directory of a distribution's metadata, where the probe named it. */
const metadataOf = ({ fields }: Fingerprint, name: string): string | null => {
  const how = fields[`package.version:${name}`]?.how ?? "";
  return /\.(dist|egg)-info$/.test(how) ? how : null;
};

/**
 * A fingerprint as a report of `pip inspect`, version 1: `installed` and the `environment` of markers. Keys that the fingerprint does not hold are left out, as the format allows;
 * it never claims what was not read.
 */
export const pipInspectOf = (fingerprint: Fingerprint): unknown => {
  const version = textOf(fingerprint, "python.version");
  const implementation = textOf(fingerprint, "python.implementation");
  const platform = sysPlatform(textOf(fingerprint, "os.release"));
  const known = (entries: readonly (readonly [string, string | null])[]): Record<string, string> => Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== null));
  return {
    version: "1",
    ...known([["pip_version", textOf(fingerprint, "package.version:pip")]]),
    installed: packagesOf(fingerprint).map(({ name, version: installed }) => {
      const location = metadataOf(fingerprint, name);
      return { metadata: { name, version: installed }, ...(location === null ? {} : { metadata_location: location }) };
    }),
    environment: known([
      ["implementation_name", implementation], ["implementation_version", implementation === "cpython" ? version : null], ["os_name", platform === null ? null : platform === "win32" ? "nt" : "posix"],
      ["platform_machine", textOf(fingerprint, "cpu.machine")], ["platform_release", textOf(fingerprint, "os.kernel")], ["platform_system", platform === null ? null : (systems[platform] ?? null)],
      ["python_full_version", version], ["platform_python_implementation", implementation === null ? null : (implementationNames[implementation] ?? implementation)],
      ["python_version", shortVersion(version)], ["sys_platform", platform],
    ]),
  };
};
