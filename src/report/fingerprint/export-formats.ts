import type { Fingerprint } from "../../core/domain/fingerprint.ts";
import { cyclonedxOf } from "./cyclonedx.ts";
import { otelResourceOf, type ResourceNames } from "./otel-resource.ts";
import { pipInspectOf } from "./pip-inspect.ts";

export interface ExportContext extends ResourceNames {
  readonly toolVersion: string;
}

/** Formats that other tools read, by the name that people give; each gives a JSON document. */
export const exportFormats = {
  cyclonedx: (fingerprint: Fingerprint, { toolVersion }: ExportContext): unknown => cyclonedxOf(fingerprint, { version: toolVersion }),
  "pip-inspect": (fingerprint: Fingerprint): unknown => pipInspectOf(fingerprint),
  "otel-resource": (fingerprint: Fingerprint, context: ExportContext): unknown => otelResourceOf(fingerprint, context),
} as const;

export type ExportFormat = keyof typeof exportFormats;
