import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureEnvironment } from "../python/environments.ts";
import { freePort } from "../servers/free-port.ts";
import { type RunningServer, startServer } from "../servers/start-server.ts";

const here = dirname(fileURLToPath(import.meta.url));

/** The BentoML service of bento_service.py, as `bentoml serve` runs it. */
export const startBentoml = async (): Promise<RunningServer> => {
  const { bin, python } = await ensureEnvironment("bentoml");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  return startServer({ name: "bentoml serve", file: python, args: ["-m", "bentoml", "serve", "bento_service:Credit", "--host", "127.0.0.1", "--port", String(port)], cwd: here, env: { PATH: `${bin}:${process.env["PATH"] ?? ""}`, BENTOML_DO_NOT_TRACK: "True" }, healthUrl: `${url}/readyz`, url });
};

/** KServe's own model server with the models named, of kserve_models.py. */
export const startKserve = async (...models: readonly string[]): Promise<RunningServer> => {
  const { python } = await ensureEnvironment("kserve");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  return startServer({ name: `KServe ${models.join(", ")}`, file: python, args: [join(here, "kserve_models.py"), String(port), ...models], healthUrl: `${url}/v1/models/${models[0] ?? ""}`, url });
};

/** The container of sagemaker_app.py; Flask comes with MLflow's environment. */
export const startSagemaker = async (): Promise<RunningServer> => {
  const { python } = await ensureEnvironment("mlflow");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  return startServer({ name: "SageMaker container", file: python, args: [join(here, "sagemaker_app.py"), String(port)], healthUrl: `${url}/ping`, url });
};
