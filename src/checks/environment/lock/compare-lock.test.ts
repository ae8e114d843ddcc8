import { describe, expect, it } from "vitest";
import type { Fingerprint } from "../../../core/domain/fingerprint.ts";
import type { LockedPackage, LockFile } from "../../../core/domain/lock-file.ts";
import { compareLock } from "./compare-lock.ts";
import { lockFinding } from "./lock-finding.ts";

const fingerprint = (packages: Readonly<Record<string, string>>, loaded: readonly string[] | null, more: Readonly<Record<string, string>> = {}, unread: Readonly<Record<string, string>> = {}): Fingerprint => ({
  lockstep: "fingerprint", schemaVersion: 1, probe: "test", takenAt: "2026-01-01T00:00:00Z", method: "in-process", pid: 1, unread,
  fields: Object.fromEntries(([
    ...Object.entries(packages).map(([name, version]) => [`package.version:${name}`, version] as const),
    ...(loaded === null ? [] : [["package.loaded", [...loaded] as string | string[]] as const]),
    ["python.version", "3.11.7"] as const, ["python.implementation", "CPython"] as const, ["cpu.machine", "x86_64"] as const, ["libc.version", "glibc 2.36"] as const,
    ...Object.entries(more),
  ] as readonly (readonly [string, string | string[]])[]).map(([id, value]) => [id, { value, scope: "process" as const, how: "/app/lib/python3.11/site-packages/numpy.libs/libx.so" }])),
});
const locked = (name: string, version: string | null, more: Partial<LockedPackage> = {}): LockedPackage => ({ name, version, hashes: [], wheels: [], marker: null, source: { kind: "index", location: null }, optional: null, line: 7, ...more });
const lock = (...packages: readonly LockedPackage[]): LockFile => ({ path: "uv.lock", format: "uv", digest: "d", packages: [...packages], notes: [] });
const verdict = (file: LockFile, of: Fingerprint, allowed?: (id: string) => boolean) => lockFinding({ lock: file, comparison: compareLock(file, of), environment: "staging", mode: "enforce", ...(allowed === undefined ? {} : { allowed }) });

describe("a lock file against a fingerprint", () => {
  it("tells a loaded package with another version first, keeps what is not in memory quiet", () => {
    const file = lock(locked("numpy", "2.0.2"), locked("rich", "13.0"), locked("scipy", "1.11"), locked("colorama", "0.4.6", { marker: "sys_platform == 'win32'" }), locked("pytest", "8", { optional: "group dev" }), locked("gone", "1.0"));
    const of = fingerprint({ Numpy: "1.26.4", rich: "12.0", scipy: "1.11.0", pip: "24.0", joblib: "1.4" }, ["numpy", "scipy", "joblib", "pip"]);
    const { differences, same, open } = compareLock(file, of);
    expect(differences.map(({ package: name, what, quiet }) => [name, what, quiet === null])).toEqual([["numpy", "other-version", true], ["joblib", "unlocked", true], ["pip", "unlocked", false], ["rich", "other-version", false], ["gone", "missing", false]]);
    expect([same, open]).toEqual([1, []]);
    const finding = verdict(file, of);
    expect([finding.verdict, finding.statement]).toEqual(["fail", "staging is not what uv.lock says: numpy is 1.26.4, locked is 2.0.2 and joblib 1.4 is not in the lock"]);
    expect(finding.action).toContain("uv.lock:7");
    expect(verdict(file, of, (id) => id === "package.version:numpy").verdict).toBe("warn");
  });

  it("passes only when everything that can compute is as locked", () => {
    const file = lock(locked("numpy", "2.0.2"), locked("click", "8.1.8", { marker: "python_full_version < '3.10'" }), locked("click", "8.5.1", { marker: "python_full_version >= '3.10'" }));
    const same = verdict(file, fingerprint({ numpy: "2.0.2", click: "8.5.1" }, ["numpy", "click"]));
    expect([same.verdict, same.n, same.statement]).toEqual(["pass", 2, "staging holds what uv.lock says (2 packages as locked)"]);
    expect(verdict(file, fingerprint({ numpy: "2.0.2", click: "8.1.8" }, ["numpy", "click"])).verdict).toBe("fail");
  });

  it("is never a pass when something was not read or cannot be told", () => {
    const pinned = lock(locked("numpy", "2.0.2"));
    expect(verdict(pinned, fingerprint({}, [], {}, { "package.version": "no dist-info can be read" }))).toMatchObject({ verdict: "inconclusive", statement: expect.stringContaining("no dist-info can be read") });
    expect(verdict(pinned, fingerprint({}, []))).toMatchObject({ verdict: "inconclusive" });
    expect(verdict(pinned, fingerprint({ rich: "1" }, [], {}, { "package.version:numpy": "METADATA is empty" }))).toMatchObject({ verdict: "inconclusive", statement: expect.stringContaining("METADATA is empty") });
    expect(verdict(lock(locked("numpy", null)), fingerprint({ numpy: "2.0.2" }, ["numpy"]))).toMatchObject({ verdict: "inconclusive", statement: expect.stringContaining("not pinned") });
    expect(verdict(lock(locked("numpy", "2.0.2"), locked("x", "1", { marker: "platform_release == '5'" })), fingerprint({ numpy: "2.0.2" }, ["numpy"]))).toMatchObject({ verdict: "inconclusive", statement: expect.stringContaining("platform_release is not known") });
    expect(verdict({ ...pinned, format: "npm" }, fingerprint({ numpy: "2.0.2" }, ["numpy"])).verdict).toBe("inconclusive");
    expect(verdict(lock(), fingerprint({ numpy: "2.0.2" }, [])).verdict).toBe("inconclusive");
  });

  it("where nobody knows what is in memory, another version is told and does not fail; a mapped library is in memory", () => {
    const file = lock(locked("numpy", "2.0.2"), locked("rich", "13.0"));
    const finding = verdict(file, fingerprint({ numpy: "2.0.2", rich: "12.0" }, null));
    expect([finding.verdict, finding.statement]).toEqual(["warn", "staging is not what uv.lock says: rich is 12.0, locked is 13.0"]);
    expect(verdict(file, fingerprint({ numpy: "1.26.4", rich: "13.0" }, null, { "native.library:libx": "sha256:00 1" })).verdict).toBe("fail");
  });

  it.each([
    ["conda", { kind: "index" }, /conda's build/],
    ["wheel py3-none-any editable", { kind: "index" }, /editable/],
    ["wheel cp311-cp311-linux_x86_64 from a folder", { kind: "index" }, /from a folder/],
    ["wheel cp311-cp311-linux_x86_64", { kind: "index" }, /built on that machine/],
    ["wheel cp311-cp311-manylinux2014_x86_64 cp311-cp311-manylinux_2_17_x86_64", { kind: "conda" }, /conda's build/],
    ["wheel cp311-cp311-linux_x86_64 git 0a1b2c", { kind: "index" }, /repository/],
    ["wheel cp311-cp311-manylinux_2_17_x86_64", { kind: "index" }, null],
    ["wheel py3-none-any editable", { kind: "editable" }, null],
    ["conda cp311-cp311-linux_x86_64", { kind: "conda" }, null],
    ["egg", { kind: "index" }, null],
  ] as const)("origin %s where the lock says %j", (origin, source, why) => {
    const file = lock(locked("numpy", "2.0.2", { source: { ...source, location: null } }));
    const finding = verdict(file, fingerprint({ numpy: "2.0.2" }, ["numpy"], { "package.origin:numpy": origin }));
    expect(finding.verdict).toBe(why === null ? "pass" : "warn");
    if (why !== null) expect(finding.statement).toMatch(why);
  });

  it("a wheel for one Linux alone is what the lock binds when it lists such a wheel, or an index of its own builds it", () => {
    const built = { "package.origin:torch": "wheel cp311-cp311-linux_x86_64" };
    const of = (version: string, wheels: readonly string[]) => verdict(lock(locked("torch", version, { wheels: [...wheels] })), fingerprint({ torch: version }, ["torch"], built)).verdict;
    expect([of("2.3.0", []), of("2.3.0", ["torch-2.3.0-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"]), of("2.3.0", ["torch-2.3.0-cp310.cp311-cp311-linux_x86_64.whl"]), of("2.3.0+cu121", [])]).toEqual(["warn", "warn", "pass", "pass"]);
  });
});
