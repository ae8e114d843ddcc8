import type { FieldKindName } from "../../core/fingerprint/field-kinds.ts";

/** Kinds of which every probe lists all there are: one that is not listed is not there. */
export const foundByLooking: ReadonlySet<FieldKindName> = new Set([
  "package.version", "package.origin", "package.integrity", "package.imported", "import.patch", "native.library", "native.runtimes", "threads.variable", "kernels.variable",
  "gpu.variable", "gpu.driver", "gpu.model", "gpu.cuda", "framework.switch", "warning.raised", "config.variable", "python.flags", "limits.rlimit", "native.preload", "native.path", "model.mapped", "threads.count",
] as const);

/** Kinds that are listed whole once somebody named a folder, a model or a configuration: without any of them, nobody did. */
export const listedWhole: ReadonlySet<FieldKindName> = new Set([
  "model.file", "preprocessing.file", "preprocessing.digest", "schema.dtype", "schema.categories", "decision.value", "package.lock", "code.module", "code.callable", "seed.value", "seed.switch",
] as const);
