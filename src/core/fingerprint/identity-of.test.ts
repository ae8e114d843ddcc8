import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fingerprint, FieldValue } from "../domain/fingerprint.ts";
import { identityOf } from "./identity-of.ts";

const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;

const fingerprint = (values: Readonly<Record<string, FieldValue>>, over: Partial<Fingerprint> = {}): Fingerprint => ({
  lockstep: "fingerprint", schemaVersion: 1, probe: "test 1", takenAt: "2026-01-01T00:00:00Z", method: "in-process", pid: 7,
  fields: Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { value, scope: "process", how: "test" }])),
  unread: {}, ...over,
});

const served = {
  "model.file:model.pkl": `${digest("a")} 120`, "preprocessing.file:scaler.pkl": `${digest("b")} 80`, "image.digest": digest("c"),
  "package.version:numpy": "1.26.4", "package.version:scipy": "1.11.4", "framework.switch:torch.tf32": false, "cpu.flags": ["avx2", "fma"], "cpu.machine": "x86_64",
  "container.pod": "risk-7f", "server.uptime": 12, "memory.resident": 1000,
};

describe("identityOf", () => {
  it("gives every part a digest, and is untouched by a restart", () => {
    const before = identityOf(fingerprint(served));
    expect(Object.keys(before)).toEqual(["model", "preprocessing", "image", "lock", "precision", "cpu"]);
    for (const part of Object.values(before)) expect(part).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(identityOf(fingerprint({ ...served, "container.pod": "risk-9a", "server.uptime": 3, "memory.resident": 5, "container.id": "x" }, { pid: 99, takenAt: "2027-01-01T00:00:00Z" }))).toEqual(before);
  });

  it.each([
    ["model", "model.file:model.pkl", `${digest("a")} 121`],
    ["preprocessing", "preprocessing.file:scaler.pkl", `${digest("e")} 80`],
    ["image", "image.digest", digest("d")],
    ["lock", "package.version:scipy", "1.11.5"],
    ["precision", "framework.switch:torch.tf32", true],
    ["cpu", "cpu.flags", ["avx2", "avx512f", "fma"]],
  ] as const)("the part %s, and no other, changes with %s", (part, id, value) => {
    const before = identityOf(fingerprint(served));
    const after = identityOf(fingerprint({ ...served, [id]: value }));
    expect(Object.keys(before).filter((each) => before[each as typeof part] !== after[each as typeof part])).toEqual([part]);
  });

  it("does not know a part of which nothing was read, or one field was not", () => {
    expect(identityOf(fingerprint({}))).toEqual({ model: null, preprocessing: null, image: null, lock: null, precision: null, cpu: null });
    expect(identityOf(fingerprint(served, { unread: { "model.file:other.pkl": "permission denied" } })).model).toBeNull();
    expect(identityOf(fingerprint(served, { unread: { "package.version": "no metadata" } })).lock).toBeNull();
    expect(identityOf(fingerprint(served, { unread: { "cpu.flags": "no /proc/cpuinfo" } })).cpu).toBeNull();
    expect(identityOf(fingerprint(served, { unread: { "package.lock": "none was named", "gpu.model": "no driver" } }))).toEqual(identityOf(fingerprint(served)));
  });

  it("takes an image that is nothing for not known, a switch that is not set for a setting", () => {
    expect(identityOf(fingerprint({ "image.digest": null })).image).toBeNull();
    expect(identityOf(fingerprint({ "kernels.variable:MKL_CBWR": null })).precision).not.toBeNull();
  });

  it("knows a processor from within and from beside a process alike", () => {
    expect(identityOf(fingerprint({ ...served, "cpu.pointer": 64 })).cpu).toBe(identityOf(fingerprint(served, { unread: { "cpu.pointer": "read from beside" } })).cpu);
  });

  it("knows an image by its digest, however it is written", () => {
    expect(identityOf(fingerprint({ "image.digest": `docker-pullable://hub/risk@${digest("c")}` })).image).toBe(identityOf(fingerprint(served)).image);
  });

  it("believes a process beside the server nothing about the server's process", () => {
    expect(identityOf(fingerprint({ "framework.switch:torch.tf32": false }, { method: "new-process" })).precision).toBeNull();
  });

  it("does not depend on the order in which fields were read", () => {
    fc.assert(fc.property(fc.shuffledSubarray(Object.entries(served), { minLength: Object.keys(served).length }), (entries) => {
      expect(identityOf(fingerprint(Object.fromEntries(entries)))).toEqual(identityOf(fingerprint(served)));
    }));
  });
});
