import type { Fingerprint } from "../../core/domain/fingerprint.ts";

/** What a serving process with so many packages tells of itself. */
export const exampleFingerprint = (packages: number, version: (index: number) => string, unread: Fingerprint["unread"] = {}): Fingerprint => ({
  lockstep: "fingerprint", schemaVersion: 1, probe: "lockstep-probe 0.1.0", takenAt: "2026-11-03T09:04:52Z", method: "in-process", pid: 17, unread,
  fields: {
    "python.version": { value: "3.11.7", scope: "process", how: "sys.version_info" },
    ...Object.fromEntries(Array.from({ length: packages }, (_, index) => [
      [`package.version:package-number-${index}`, { value: version(index), scope: "container" as const, how: "METADATA" }],
      [`package.integrity:package-number-${index}`, { value: `sha256:${index.toString(16).padStart(64, "0")}`, scope: "container" as const, how: "RECORD" }],
    ] as const).flat()),
  },
});
