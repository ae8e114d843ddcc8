import { expect, test } from "vitest";
import type { EnvironmentDifference } from "../../core/domain/environment-difference.ts";
import type { Fingerprint } from "../../core/domain/fingerprint.ts";
import { cyclonedxOf } from "./cyclonedx.ts";
import { otelResourceOf } from "./otel-resource.ts";
import { pipInspectOf } from "./pip-inspect.ts";
import { renderDifferences } from "./render-differences.ts";
import { renderFingerprint } from "./render-fingerprint.ts";

const digest = `sha256:${"ab".repeat(32)}`;
const values: Readonly<Record<string, Fingerprint["fields"][string]["value"]>> = {
  "package.version:Flask": "3.0.0", "package.version:torch": "2.3.0+cpu", "package.integrity:torch": digest, "package.loaded": ["torch"], "model.file:m/model.pkl": `${digest} 9`, "native.library:libgomp": `${digest} 7`, "native.library:libz": "1.3 99",
  "python.version": "3.11.7", "python.implementation": "cpython", "os.release": "Debian GNU/Linux 12 (bookworm)", "os.kernel": "6.1.0", "cpu.machine": "x86_64", "image.digest": "registry/app@sha256:1", "container.pod": "api-0", "server.name": null,
};
const fingerprint: Fingerprint = {
  lockstep: "fingerprint", schemaVersion: 1, probe: "p 1", takenAt: "2026-01-01T00:00:00Z", method: "in-process", pid: 4,
  fields: Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { value, scope: "process" as const, how: id === "package.version:Flask" ? "<site>/flask-3.0.0.dist-info" : "h" }])), unread: { "gpu.model": "no\u001b[31m driver" },
};

test("CycloneDX: packages with a package URL, model files with their digest, libraries by digest or version", () => {
  const bill = cyclonedxOf(fingerprint, { version: "9" }) as { components: { name: string; type: string; purl?: string; version?: string; hashes?: { content: string }[] }[] };
  const find = (name: string) => bill.components.find((component) => component.name === name);
  expect(find("torch")).toMatchObject({ type: "library", version: "2.3.0+cpu", purl: "pkg:pypi/torch@2.3.0%2Bcpu", properties: expect.arrayContaining([{ name: "lockstep:loaded", value: "true" }]) });
  expect(find("Flask")?.purl).toBe("pkg:pypi/flask@3.0.0");
  expect(find("m/model.pkl")).toMatchObject({ type: "machine-learning-model", hashes: [{ alg: "SHA-256", content: "ab".repeat(32) }] });
  expect(find("libz")).toMatchObject({ version: "1.3" });
  expect(new Set(bill.components.map((component) => (component as unknown as { "bom-ref": string })["bom-ref"])).size).toBe(bill.components.length);
});
test("pip-inspect: what is installed and the markers, nothing that was not read", () => {
  expect(pipInspectOf(fingerprint)).toEqual({
    version: "1",
    installed: [{ metadata: { name: "Flask", version: "3.0.0" }, metadata_location: "<site>/flask-3.0.0.dist-info" }, { metadata: { name: "torch", version: "2.3.0+cpu" } }],
    environment: {
      implementation_name: "cpython", implementation_version: "3.11.7", os_name: "posix", platform_machine: "x86_64", platform_release: "6.1.0", platform_system: "Linux", python_full_version: "3.11.7", platform_python_implementation: "CPython",
      python_version: "3.11", sys_platform: "linux",
    },
  });
  expect(pipInspectOf({ ...fingerprint, fields: {} })).toEqual({ version: "1", installed: [], environment: {} });
});
test("OpenTelemetry: attributes by their conventional names, once each", () => {
  const { attributes } = otelResourceOf(fingerprint, { environment: "production", version: "7" }) as { attributes: { key: string; value: unknown }[] };
  const by = Object.fromEntries(attributes.map(({ key, value }) => [key, value]));
  expect(by).toMatchObject({
    "host.arch": { stringValue: "amd64" }, "os.type": { stringValue: "linux" }, "os.version": { stringValue: "12" }, "process.runtime.name": { stringValue: "cpython" }, "process.runtime.version": { stringValue: "3.11.7" }, "process.pid": { intValue: "4" },
    "container.image.repo_digests": { arrayValue: { values: [{ stringValue: "registry/app@sha256:1" }] } }, "k8s.pod.name": { stringValue: "api-0" }, "service.version": { stringValue: "7" }, "deployment.environment.name": { stringValue: "production" },
  });
  expect(Object.keys(by)).toHaveLength(attributes.length);
  expect(by).not.toHaveProperty("container.id");
});

const difference = (more: Partial<EnvironmentDifference>): EnvironmentDifference => ({
  id: "package.version:numpy", title: "numpy", group: "packages", subject: "numpy", scope: "container", reference: "1.26.4", candidate: "2.1.0", unread: [], weight: "warn", moves: "both", quiet: null, override: null,
  statement: "numpy is 1.26.4 in a and 2.1.0 in b", why: "another version may compute otherwise", action: "", causes: [], rank: 1, together: [], ...more,
});
const options = { names: { reference: "a", candidate: "b" }, all: false, color: false, ascii: false, width: 100 };

test("differences as a table: weight, title, both values and why; harmless ones are counted, and listed with all", () => {
  const harmless = difference({ id: "container.pod", title: "pod", quiet: "it moves nothing", reference: "p1", candidate: "p2" });
  const text = renderDifferences([difference({ together: ["x"] }), harmless], options);
  expect(text.split("\n")[1]).toMatch(/^warn {6}numpy +1\.26\.4 +2\.1\.0$/);
  expect(text).toContain("another version may compute otherwise (and 1 field that says the same)");
  expect(text).toMatch(/1 difference; 1 harmless, shown with --all\n$/);
  expect(text).not.toContain("pod");
  expect(renderDifferences([harmless], { ...options, all: true })).toMatch(/harmless +pod +p1 +p2\n +it moves nothing\n\nno difference that matters; 1 harmless\n$/);
});
test("what was not read says so, what is intended names its override", () => {
  expect(renderDifferences([difference({ unread: ["candidate"], candidate: null })], options)).toMatch(/1\.26\.4 +not read/);
  expect(renderDifferences([difference({ override: "new numpy" })], options)).toMatch(/^intended .*\n +allowed by the override new numpy\n\nno difference that matters; 1 intended\n$/ms);
});
test("no line is wider than the terminal, and control characters are spelled out", () => {
  const text = renderDifferences([difference({ title: "x".repeat(90), statement: `\u001b[31m ${"word ".repeat(60)}` })], { ...options, width: 60 });
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(60);
  expect(`${text}${renderFingerprint(fingerprint, options)}`).not.toContain("\u001b");
});
test("a fingerprint is shown by group, and what could not be read last, with the reason", () => {
  const text = renderFingerprint(fingerprint, options);
  expect(text).toMatch(/^15 fields, read by the serving process itself\np 1, 2026-01-01T00:00:00Z, process 4\n/);
  expect(text).toMatch(/\npackages\n {2}package\.version:Flask +3\.0\.0\n/);
  expect(text).toMatch(/could not be read\n {2}gpu\.model +no\\u001b\[31m driver\n$/);
});
