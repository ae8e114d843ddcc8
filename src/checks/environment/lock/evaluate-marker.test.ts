import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareVersions, sameVersion } from "./compare-versions.ts";
import { evaluateMarker } from "./evaluate-marker.ts";

const linux = { python_version: "3.11", python_full_version: "3.11.7", sys_platform: "linux", os_name: "posix", platform_machine: "x86_64", implementation_name: "cpython", extra: [] as string[], extras: ["plots"], dependency_groups: ["default"] };

describe("a marker", () => {
  it.each([
    ["python_version < '3.10'", false],
    ["python_version >= \"3.9\" and python_version<'3.12'", true],
    ["'3.10' <= python_version", true],
    ["python_full_version == '3.11.*'", true],
    ["python_version ~= '3.8'", true],
    ["python_full_version ~= '3.10.2'", false],
    ["sys_platform == 'win32' or (sys_platform == 'linux' and platform_machine in 'x86_64 aarch64')", true],
    ["sys_platform == 'linux' and (os_name == 'nt' or implementation_name == 'pypy')", false],
    ["sys_platform not in 'win32,cygwin'", true],
    ["extra == 'plots'", false],
    ["'plots' in extras", true],
    ["'Dev' in dependency_groups or 'default' in dependency_groups", true],
    // Decided by what is known, whatever the rest is.
    ["sys_platform == 'win32' and platform_release >= '10'", false],
    ["sys_platform == 'linux' or platform_release >= '10'", true],
  ])("%s", (marker, expected) => expect(evaluateMarker(marker, linux)).toBe(expected));

  it.each([
    ["platform_release >= '10'", "platform_release is not known"],
    ["sys_platform == 'linux' and platform_release >= '10'", "platform_release is not known"],
    ["sys_platform = 'linux'", "is no marker"],
    ["sys_platform == 'linux' and", "is no marker"],
    ["(sys_platform == 'linux'", "is no marker"],
    ["'a' == 'b'", "names nothing"],
    ["sys_platform > 'linux'", "compares texts"],
    ["python_version < 'three'", "no comparison of versions"],
    ["__proto__ == 'x'", "__proto__ is not known"],
  ])("%s is said, not guessed", (marker, why) => {
    const truth = evaluateMarker(marker, linux);
    expect(typeof truth === "object" ? truth.unknown : truth).toContain(why);
  });

  it("never throws, whatever it is given", () => fc.assert(fc.property(fc.string(), (text) => void evaluateMarker(text, linux))));
});

describe("versions", () => {
  it("stand in the order of PEP 440", () => {
    const ordered = ["1.0.dev1", "1.0a1", "1.0a2.dev3", "1.0a2", "1.0b1", "1.0rc1", "1.0", "1.0+local", "1.0.post1.dev2", "1.0.post1", "1.0.1", "1.10", "1!0.1"];
    for (const [index, older] of ordered.entries()) for (const newer of ordered.slice(index + 1)) {
      expect(compareVersions(older, newer), `${older} < ${newer}`).toBeLessThan(0);
      expect(compareVersions(newer, older), `${newer} > ${older}`).toBeGreaterThan(0);
    }
  });

  it("are the same with more zeros and other spellings", () => {
    expect([sameVersion("1.0", "1.0.0"), sameVersion("1.0RC1", "1.0c1"), sameVersion("v2", "2.0"), sameVersion("1.0-1", "1.0.post1")]).toEqual([true, true, true, true]);
    expect([sameVersion("1.0", "1.0+cu121"), sameVersion("2024a", "2024b"), sameVersion("x", "x")]).toEqual([false, false, true]);
  });
});
