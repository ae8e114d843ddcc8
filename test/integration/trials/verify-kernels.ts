import { ensureEnvironment } from "../python/environments.ts";
import { runPython } from "../servers/trained-models.ts";
import type { Side } from "./trial.ts";

interface Numerics {
  readonly numpy: string;
  readonly features: readonly string[];
  readonly blas: readonly string[];
}

/**
 * Whether the kernel switches of a side took effect in its environment: numpy ignores features it does not know, and OpenBLAS core
 * types it does not know, silently. Returns what is in force, or null for a side without switches.
 */
export const verifyKernels = async (side: Side): Promise<string | null> => {
  if (side.kind !== "fastapi" || side.env?.["OPENBLAS_CORETYPE"] === undefined) return null;
  const { python } = await ensureEnvironment(side.environment);
  const said = await runPython(python, ["numeric_switches.py"], side.env);
  const numerics = JSON.parse(said.split("\n").find((line) => line.startsWith("{")) ?? "{}") as Numerics;
  const core = side.env["OPENBLAS_CORETYPE"];
  const otherBlas = numerics.blas.filter((library) => !library.endsWith(` ${core}`));
  if (otherBlas.length > 0) throw new Error(`OPENBLAS_CORETYPE=${core} had no effect on ${otherBlas.join(", ")}`);
  const disabled = (side.env["NPY_DISABLE_CPU_FEATURES"] ?? "").split(" ").filter((name) => name !== "");
  const stillOn = disabled.filter((name) => numerics.features.includes(name));
  if (stillOn.length > 0) throw new Error(`NPY_DISABLE_CPU_FEATURES had no effect on ${stillOn.join(", ")} in numpy ${numerics.numpy}`);
  return `${numerics.blas.join(", ")}${disabled.length > 0 ? `; numpy ${numerics.numpy} up to ${numerics.features.includes("SSE42") ? "SSE4.2" : "its baseline"}` : ""}`;
};
