import type { IdentityPart } from "../domain/identity.ts";

/**
 * How much a difference weighs.
 * - `explains`: only worth telling when answers moved
 * - `warn`: worth a warning when answers moved
 * - `high`: blocks when answers moved too
 * - `block`: another model, another input contract or another decision: blocks by itself unless agreed
 */
export type FieldWeight = "explains" | "warn" | "high" | "block";

/** What a difference can move. `nothing` is told on request only: names of pods, ages, counters. */
export type FieldMoves = "answers" | "latency" | "both" | "nothing";

export interface FieldKind {
  readonly title: string;
  readonly group: "model" | "preprocessing" | "schema" | "decision" | "code" | "container" | "python" | "packages" | "native" | "numerics" | "cpu" | "limits" | "threads" | "gpu" | "precision" | "randomness" | "time" | "locale" | "serving" | "configuration" | "data";
  readonly weight: FieldWeight;
  readonly moves: FieldMoves;
  readonly identity?: IdentityPart;
  /** What stands after the colon, where the kind is about several things. */
  readonly subject?: string;
  /** Codes of the cause catalogue that a difference speaks for, the likeliest first. */
  readonly causes: readonly string[];
}

const kind = (group: FieldKind["group"], title: string, weight: FieldWeight, moves: FieldMoves, more: { readonly identity?: IdentityPart; readonly subject?: string; readonly causes?: readonly string[] } = {}): FieldKind => ({ group, title, weight, moves, causes: [], ...more });

/**
 * Every kind of field that a fingerprint may hold, by the first part of its id. Files are `sha256:<hex> <bytes>`, by their path relative to
 * the folder that was named. A digest is `sha256:<hex>`. Probes in every language are held against this list.
 */
export const fieldKinds = {
  "model.file": kind("model", "model file", "block", "answers", { identity: "model", subject: "relative path", causes: ["X1", "I2", "I5"] }),
  "model.mapped": kind("model", "model file in memory", "high", "answers", { subject: "path", causes: ["X1", "I5", "I2"] }),
  "model.mode": kind("model", "training mode", "block", "answers", { subject: "model name", causes: ["C1"] }),
  "model.device": kind("model", "device the model is on", "high", "both", { identity: "precision", subject: "model name", causes: ["J1", "B8"] }),
  "model.dtype": kind("model", "number format of the weights", "high", "both", { identity: "precision", subject: "model name", causes: ["B20", "B12"] }),
  "model.provider": kind("model", "runtime provider in use", "high", "both", { identity: "precision", subject: "session name", causes: ["J1"] }),
  "preprocessing.file": kind("preprocessing", "preprocessing file", "block", "answers", { identity: "preprocessing", subject: "relative path", causes: ["X3", "E1", "I3"] }),
  "preprocessing.digest": kind("preprocessing", "packed preprocessing", "block", "answers", { identity: "preprocessing", subject: "name", causes: ["X3", "E1"] }),
  "schema.names": kind("schema", "feature names in order", "block", "answers", { causes: ["F1", "D12"] }),
  "schema.dtype": kind("schema", "feature type", "block", "answers", { subject: "feature", causes: ["D6", "F8"] }),
  "schema.categories": kind("schema", "category list", "block", "answers", { subject: "feature", causes: ["E1", "E4"] }),
  "decision.value": kind("decision", "decision setting", "block", "answers", { subject: "name", causes: ["I1"] }),
  "decision.digest": kind("decision", "decision configuration", "block", "answers", { causes: ["I1"] }),
  "code.callable": kind("code", "source of a registered function", "high", "answers", { subject: "qualified name", causes: ["A26", "X3"] }),
  "code.module": kind("code", "serving code file", "high", "answers", { subject: "module", causes: ["A26", "X3"] }),
  "git.commit": kind("code", "git commit", "explains", "answers", { causes: ["A26"] }),
  "git.dirty": kind("code", "uncommitted changes", "explains", "answers", { causes: ["A26"] }),
  "image.digest": kind("container", "container image", "high", "both", { identity: "image", causes: ["I5", "A22"] }),
  "container.id": kind("container", "container id", "explains", "nothing"),
  "container.pod": kind("container", "pod", "explains", "nothing"),
  "container.node": kind("container", "node", "explains", "nothing"),
  "container.replica": kind("container", "replica", "explains", "nothing"),
  "os.release": kind("container", "operating system", "explains", "both", { causes: ["A22"] }),
  "os.kernel": kind("container", "kernel", "explains", "latency"),
  "python.version": kind("python", "Python version", "warn", "both", { causes: ["A2", "C13"] }),
  "python.implementation": kind("python", "Python implementation", "warn", "both"),
  "python.build": kind("python", "Python build", "explains", "both"),
  "python.flags": kind("python", "interpreter flags", "warn", "answers", { subject: "flag" }),
  "python.executable": kind("python", "interpreter path", "explains", "nothing"),
  "package.version": kind("packages", "package version", "warn", "both", { identity: "lock", subject: "distribution", causes: ["A2", "A10"] }),
  "package.origin": kind("packages", "where a package came from", "warn", "answers", { subject: "distribution", causes: ["B5", "A24"] }),
  "package.integrity": kind("packages", "a package's own files", "high", "answers", { subject: "distribution", causes: ["A26"] }),
  "package.imported": kind("packages", "imported version is not the installed one", "high", "answers", { subject: "distribution", causes: ["A26", "A2"] }),
  "package.loaded": kind("packages", "packages with modules in memory", "explains", "nothing"),
  "package.lock": kind("packages", "lock file", "warn", "both", { identity: "lock", subject: "relative path", causes: ["A2"] }),
  "import.path": kind("python", "import search path", "warn", "answers", { causes: ["A26"] }),
  "import.usersite": kind("python", "user site packages", "warn", "answers", { causes: ["A26"] }),
  "import.patch": kind("packages", "accelerator that replaces estimators", "high", "both", { subject: "module", causes: ["A25"] }),
  "native.library": kind("native", "loaded native library", "high", "both", { subject: "file name without version", causes: ["B5", "B3", "B1"] }),
  "native.runtimes": kind("native", "thread and BLAS runtimes loaded at once", "warn", "both", { subject: "openmp or blas", causes: ["B5", "J7"] }),
  "native.preload": kind("native", "LD_PRELOAD", "warn", "both", { causes: ["B17"] }),
  "native.path": kind("native", "LD_LIBRARY_PATH", "warn", "both", { causes: ["B5"] }),
  "libc.version": kind("native", "C library", "explains", "answers", { causes: ["A22"] }),
  "canary.libm": kind("numerics", "digest of fixed math calls", "explains", "answers", { causes: ["A22"] }),
  "canary.numpy": kind("numerics", "digest of a fixed numpy computation", "explains", "answers", { subject: "operation and type", causes: ["B1", "B5", "B6", "A10"] }),
  "numerics.subnormals": kind("numerics", "tiny numbers are flushed to zero", "warn", "answers", { causes: ["B17"] }),
  "cpu.model": kind("cpu", "processor", "explains", "both", { causes: ["B1"] }),
  "cpu.flags": kind("cpu", "vector instructions", "explains", "both", { identity: "cpu", causes: ["B1", "B13", "B20"] }),
  "cpu.machine": kind("cpu", "processor family", "warn", "both", { identity: "cpu", causes: ["B14", "B16"] }),
  "cpu.byteorder": kind("cpu", "byte order", "warn", "answers", { identity: "cpu" }),
  "cpu.pointer": kind("cpu", "pointer size, bits", "warn", "answers", { identity: "cpu" }),
  "cpu.visible": kind("limits", "processors seen", "warn", "latency", { causes: ["J2"] }),
  "cpu.usable": kind("limits", "processors usable", "high", "latency", { causes: ["J2"] }),
  "cpu.quota": kind("limits", "processor quota, cores", "high", "latency", { causes: ["J2"] }),
  "cpu.throttled": kind("limits", "periods throttled", "high", "latency", { causes: ["J2"] }),
  "memory.limit": kind("limits", "memory limit, bytes", "warn", "latency", { causes: ["J9"] }),
  "memory.swap": kind("limits", "swap limit, bytes", "warn", "latency", { causes: ["J9"] }),
  "memory.resident": kind("limits", "resident memory, bytes", "explains", "nothing"),
  "limits.rlimit": kind("limits", "resource limit", "warn", "latency", { subject: "name", causes: ["J9"] }),
  "threads.variable": kind("threads", "thread setting", "warn", "both", { subject: "variable", causes: ["B6", "J2"] }),
  "threads.count": kind("threads", "threads a library uses", "warn", "both", { subject: "library", causes: ["B6", "J2"] }),
  "kernels.variable": kind("precision", "kernel choice", "warn", "answers", { identity: "precision", subject: "variable", causes: ["B1", "B5", "A14", "I8"] }),
  "gpu.variable": kind("gpu", "GPU setting", "high", "both", { identity: "precision", subject: "variable", causes: ["B8", "B10", "J1"] }),
  "gpu.driver": kind("gpu", "GPU driver", "warn", "both", { causes: ["B9"] }),
  "gpu.model": kind("gpu", "GPU", "warn", "both", { identity: "cpu", subject: "index", causes: ["B2", "B9", "J1"] }),
  "gpu.cuda": kind("gpu", "CUDA library loaded", "warn", "both", { subject: "library", causes: ["B2", "B10"] }),
  "framework.switch": kind("precision", "framework switch", "high", "both", { identity: "precision", subject: "library.switch", causes: ["B8", "B10", "B20", "J6"] }),
  "hash.seed": kind("randomness", "PYTHONHASHSEED", "warn", "answers", { causes: ["C13"] }),
  "hash.randomised": kind("randomness", "hash randomisation", "warn", "answers", { causes: ["C13"] }),
  "hash.canary": kind("randomness", "hash of a fixed text", "explains", "answers", { causes: ["C13"] }),
  "seed.value": kind("randomness", "seed set by the fence", "warn", "answers", { subject: "library", causes: ["C9", "C12"] }),
  "seed.switch": kind("randomness", "determinism switch set by the fence", "warn", "answers", { subject: "switch", causes: ["B10", "B7"] }),
  "time.zone": kind("time", "time zone", "high", "answers", { causes: ["H9"] }),
  "time.rules": kind("time", "time zone rules", "high", "answers", { causes: ["H10"] }),
  "time.database": kind("time", "time zone database", "explains", "answers", { causes: ["H10", "H11"] }),
  "time.offset": kind("time", "clock offset, seconds", "warn", "answers", { causes: ["H15"] }),
  "locale.numeric": kind("locale", "LC_NUMERIC", "high", "answers", { causes: ["F7"] }),
  "locale.point": kind("locale", "decimal point", "high", "answers", { causes: ["F7"] }),
  "locale.encoding": kind("locale", "text encoding", "high", "answers", { causes: ["E6"] }),
  "locale.utf8": kind("locale", "UTF-8 mode", "high", "answers", { causes: ["E6"] }),
  "locale.unicode": kind("locale", "Unicode tables", "explains", "answers", { causes: ["E6"] }),
  "server.start": kind("serving", "how workers are started", "warn", "both", { causes: ["C12", "J7"] }),
  "server.workers": kind("serving", "workers", "warn", "both", { causes: ["C12", "C8"] }),
  "server.name": kind("serving", "server program", "warn", "both"),
  "server.uptime": kind("serving", "seconds since start", "explains", "nothing", { causes: ["J4"] }),
  "server.requests": kind("serving", "requests answered", "explains", "nothing", { causes: ["J4"] }),
  "server.latency": kind("serving", "latency of first and last request, milliseconds", "explains", "nothing", { subject: "first or last", causes: ["J4"] }),
  "warning.raised": kind("configuration", "warning raised", "warn", "answers", { subject: "category and digest of its text", causes: ["A2", "C9"] }),
  "config.variable": kind("configuration", "setting (salted hash)", "warn", "both", { subject: "variable", causes: ["I1", "I10", "I9"] }),
  "data.digest": kind("data", "data a model was trained on", "explains", "nothing", { subject: "name" }),
} as const satisfies Record<string, FieldKind>;

export type FieldKindName = keyof typeof fieldKinds;
