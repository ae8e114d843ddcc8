import type { ServingProtocol } from "../../ports/serving.ts";

/** Every protocol spoken over HTTP, in the order in which an unknown server is tried; loaded when first needed. */
export const servingRegistry: ReadonlyMap<string, () => Promise<ServingProtocol>> = new Map([
  ["open-inference", async () => (await import("../../adapters/serving/open-inference/index.ts")).openInference],
  ["mlflow", async () => (await import("../../adapters/serving/mlflow/index.ts")).mlflow],
  // TensorFlow Serving and KServe share their paths, MLflow and SageMaker theirs: each asks for what the other does not answer.
  ["tensorflow-serving", async () => (await import("../../adapters/serving/tensorflow-serving/index.ts")).tensorflowServing],
  ["kserve-v1", async () => (await import("../../adapters/serving/kserve-v1/index.ts")).kserveV1],
  ["sagemaker", async () => (await import("../../adapters/serving/sagemaker/index.ts")).sagemaker],
  ["bentoml", async () => (await import("../../adapters/serving/bentoml/index.ts")).bentoml],
  ["http-json", async () => (await import("../../adapters/serving/http-json/index.ts")).httpJson],
]);
