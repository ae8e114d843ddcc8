import type { Fingerprint } from "../../core/domain/fingerprint.ts";
import { textOf } from "./packages-of.ts";

/** Processor families as the semantic conventions spell them. */
const archs: Readonly<Record<string, string>> = { x86_64: "amd64", amd64: "amd64", x64: "amd64", aarch64: "arm64", arm64: "arm64", i686: "x86", i386: "x86", armv7l: "arm32", ppc64le: "ppc64", s390x: "s390x" };

/** What the environment is called and which version is served; a fingerprint does not say either. */
export interface ResourceNames {
  readonly environment: string | null;
  readonly version: string | null;
}

type AnyValue = { readonly stringValue: string } | { readonly intValue: string } | { readonly arrayValue: { readonly values: readonly AnyValue[] } };

const text = (value: string): AnyValue => ({ stringValue: value });

/**
 * A fingerprint as an OpenTelemetry resource in OTLP's JSON encoding, attributes named by the semantic conventions; what they have no name for stands under `lockstep.`.
 */
export const otelResourceOf = (fingerprint: Fingerprint, { environment, version }: ResourceNames): unknown => {
  const image = textOf(fingerprint, "image.digest");
  const machine = textOf(fingerprint, "cpu.machine");
  const system = textOf(fingerprint, "os.release");
  const string = (key: string, value: string | null): readonly (readonly [string, AnyValue])[] => (value === null || value === "" ? [] : [[key, text(value)]]);
  const attributes = [
    ...string("service.version", version), ...string("deployment.environment.name", environment),
    ...string("host.arch", machine === null ? null : (archs[machine.toLowerCase()] ?? machine)), ...string("host.cpu.model.name", textOf(fingerprint, "cpu.model")),
    ...string("os.type", system === null ? null : /mac|darwin/i.test(system) ? "darwin" : /windows/i.test(system) ? "windows" : "linux"), ...string("os.description", system), ...string("os.version", system === null ? null : (/\d[\w.]*/.exec(system)?.[0] ?? null)), ...string("lockstep.os.kernel", textOf(fingerprint, "os.kernel")),
    ...string("process.runtime.name", textOf(fingerprint, "python.implementation")), ...string("process.runtime.version", textOf(fingerprint, "python.version")), ...string("process.runtime.description", textOf(fingerprint, "python.build")),
    ...(fingerprint.pid === null ? [] : [["process.pid", { intValue: String(fingerprint.pid) }] as const]), ...string("process.executable.path", textOf(fingerprint, "python.executable")),
    ...string("container.id", textOf(fingerprint, "container.id")),
    ...(image === null ? [] : [["container.image.repo_digests", { arrayValue: { values: [text(image)] } }] as const]),
    ...string("k8s.pod.name", textOf(fingerprint, "container.pod")), ...string("k8s.node.name", textOf(fingerprint, "container.node")),
    ...string("lockstep.probe", fingerprint.probe), ...string("lockstep.method", fingerprint.method),
  ];
  return { attributes: attributes.toSorted(([x], [y]) => (x < y ? -1 : 1)).map(([key, value]) => ({ key, value })) };
};
