import type { ServingProtocol } from "../../ports/serving.ts";

/** Every protocol spoken over HTTP, in the order in which an unknown server is tried; loaded when first needed. */
export const servingRegistry: ReadonlyMap<string, () => Promise<ServingProtocol>> = new Map([
  ["open-inference", async () => (await import("../../adapters/serving/open-inference/index.ts")).openInference],
  ["mlflow", async () => (await import("../../adapters/serving/mlflow/index.ts")).mlflow],
  ["http-json", async () => (await import("../../adapters/serving/http-json/index.ts")).httpJson],
]);
