import { distributionName } from "../../core/fingerprint/distribution-name.ts";
import type { FieldPair } from "./pair-fields.ts";
import { ownerOfLibrary } from "./owner-of-library.ts";

/** Of fields that say the same, by kind; the key is only a name. */
const keyOfKind: Readonly<Record<string, string>> = {
  "cpu.model": "processor", "cpu.flags": "processor", "cpu.machine": "processor", "cpu.byteorder": "processor", "cpu.pointer": "processor",
  "python.version": "python", "python.implementation": "python", "python.build": "python", "python.executable": "python",
  "hash.seed": "hash", "hash.randomised": "hash", "hash.canary": "hash",
  "time.zone": "zone", "time.rules": "zone", "time.database": "zone",
  "locale.numeric": "decimal sign", "locale.point": "decimal sign", "locale.encoding": "encoding", "locale.utf8": "encoding",
  "cpu.visible": "processors", "cpu.usable": "processors", "cpu.quota": "processors", "cpu.throttled": "processors",
  "memory.limit": "memory", "memory.swap": "memory", "git.commit": "commit", "git.dirty": "commit",
  "libc.version": "C library", "canary.libm": "C library", "server.uptime": "age", "server.requests": "age", "server.latency": "age",
  "gpu.model": "card", "gpu.driver": "card", "decision.value": "decision", "decision.digest": "decision",
};

const packageKinds: ReadonlySet<string> = new Set(["package.version", "package.origin", "package.integrity"]);
const packageKey = (name: string): string => `package ${distributionName(name)}`;

const switchKey = (subject: string): string => {
  const library = subject.split(".")[0] ?? subject;
  if (/tf32|fp32_precision|tensor_float_32|matmul_precision/i.test(subject)) return `tf32 ${library}`;
  return /determinis|benchmark/i.test(subject) ? `kernels ${library}` : `switch ${subject}`;
};

const blas = /blas|mkl|blis|accelerate/i;

/** The parts of the C library; they come and go with the base image. */
const ofCLibrary = /^(libc|libm|libmvec|libdl|librt|libpthread|libutil|libresolv|ld-linux.*|ld-musl.*)$/;

/** What a framework for graphics cards brings along, as packages of its own or in its own folder. */
const ofCuda = /^(libcuda|libcudart|libcublas|libcudnn|libcusparse|libcusolver|libcufft|libcurand|libnvrtc|libnvjitlink|libnccl|libnvinfer)/;

/** All libraries that came with one package are one thing, and so are those of the C library. */
const nativeKey = ({ subject, reference, candidate, id }: FieldPair): string => {
  const owner = ownerOfLibrary(reference.how) ?? ownerOfLibrary(candidate.how);
  if (owner !== null) return packageKey(owner);
  if (ofCLibrary.test(subject ?? "")) return "C library";
  return blas.test(subject ?? "") ? "blas" : id;
};

/** Where a canary's other digits come from, the nearest cause that differs too; by itself where none does. */
const canaryKey = (keys: ReadonlySet<string>, natives: readonly FieldPair[]): string => {
  const native = natives.find(({ subject }) => blas.test(subject ?? ""));
  return ["kernels", packageKey("numpy")].find((key) => keys.has(key)) ?? (native === undefined ? undefined : nativeKey(native)) ?? ["processor", "threads"].find((key) => keys.has(key)) ?? "canary";
};


const own = (pair: FieldPair): string => {
  const { id, kindName, subject, reference, candidate } = pair;
  if (kindName === null || subject === null) return kindName === null ? id : (keyOfKind[kindName] ?? id);
  if (packageKinds.has(kindName)) return packageKey(subject);
  if (kindName === "native.library") return (subject ?? "").startsWith("libpython") ? "python" : nativeKey(pair);
  // A flag that only one version of Python knows says no more than the version.
  if (kindName === "python.flags" && (reference.state === "nothing" || candidate.state === "nothing")) return "python";
  // What numpy leaves out is the effect of a variable that tells it to.
  if (kindName === "framework.switch" && subject === "numpy.cpu_disabled") return "kernels";
  if (kindName === "framework.switch") return reference.state === "nothing" || candidate.state === "nothing" ? `switches ${subject.split(".")[0] ?? ""} ${reference.state}` : switchKey(subject);
  if (kindName === "kernels.variable") return "kernels";
  if (kindName === "threads.variable" || kindName === "threads.count") return "threads";
  if (kindName === "gpu.cuda") return "CUDA libraries";
  if (kindName === "gpu.model" || kindName === "decision.value" || kindName === "server.latency") return keyOfKind[kindName] ?? id;
  return id;
};

const fileName = (path: string): string => path.split(/[/\\]/).at(-1) ?? path;

/** A key for each differing field; fields with one key are told together. */
export const tellingKeys = (differing: readonly FieldPair[], samePlaces: (pair: FieldPair) => boolean): ReadonlyMap<FieldPair, string> => {
  const first = new Map(differing.map((pair) => [pair, own(pair)]));
  const keys = new Set(first.values());
  const natives = differing.filter(({ kindName }) => kindName === "native.library");
  const files = differing.filter(({ kindName, subject }) => kindName === "model.file" && subject !== null);
  return new Map(differing.map((pair) => {
    const { kindName, subject } = pair;
    if (kindName === "native.runtimes") {
      const nearest = natives.find((native) => (subject === "openmp" ? /omp/i : blas).test(native.subject ?? ""));
      return [pair, nearest === undefined ? pair.id : nativeKey(nearest)];
    }
    if (kindName === "gpu.cuda" || (kindName === "native.library" && ofCuda.test(subject ?? ""))) return [pair, ["torch", "tensorflow", "jax"].map(packageKey).find((key) => keys.has(key)) ?? "CUDA libraries"];
    if (kindName === "canary.numpy") return [pair, canaryKey(keys, natives)];
    if (kindName === "import.path") return [pair, keys.has("python") && samePlaces(pair) ? "python" : pair.id];
    if (kindName === "model.mapped") {
      const file = files.find((other) => fileName(other.subject ?? "") === fileName(subject ?? ""));
      return [pair, file?.id ?? pair.id];
    }
    return [pair, first.get(pair) ?? pair.id];
  }));
};
