import { join } from "node:path";
import { ensureEnvironment } from "../python/environments.ts";
import { freePort } from "./free-port.ts";
import { inputsFile, madeOnce, modelFile, runPython, trainedModels } from "./trained-models.ts";
import { type RunningServer, startServer } from "./start-server.ts";

/** `mlflow models serve` of a model trained by scikit-learn 1.4.2. */
export const startMlflow = async (options: { readonly model: string; readonly table: string }): Promise<RunningServer> => {
  const environment = await ensureEnvironment("mlflow");
  const saved = await madeOnce(join(`${await trainedModels("sklearn-1.4.2")}-mlflow-${environment.digest}`, options.model), async (staging) => {
    await runPython(environment.python, ["save_mlflow.py", await modelFile("sklearn-1.4.2", options.model), await inputsFile(options.table, "csv"), join(staging, "model")]);
  });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  return startServer({
    name: `mlflow models serve ${options.model}`,
    file: environment.python,
    args: ["-m", "mlflow", "models", "serve", "--model-uri", join(saved, "model"), "--env-manager", "local", "--host", "127.0.0.1", "--port", String(port)],
    env: { PATH: `${environment.bin}:${process.env["PATH"] ?? ""}`, MLFLOW_DISABLE_TELEMETRY: "true" },
    healthUrl: `${url}/ping`,
    url,
  });
};
