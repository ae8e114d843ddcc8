import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureEnvironment } from "../python/environments.ts";
import { freePort } from "./free-port.ts";
import { type RunningServer, startServer } from "./start-server.ts";

const here = dirname(fileURLToPath(import.meta.url));
const sdk = fileURLToPath(new URL("../../../python/src", import.meta.url));

/** The three-step pipeline of pipeline_app.py under uvicorn, with the SDK mounted; the URL is the endpoint's. */
export const startPipeline = async (env: Readonly<Record<string, string>> = {}): Promise<RunningServer> => {
  const { python } = await ensureEnvironment("sklearn-1.4.2");
  const port = await freePort();
  const root = `http://127.0.0.1:${port}`;
  return startServer({
    name: `pipeline ${Object.values(env).join(" ")}`,
    file: python,
    args: ["-m", "uvicorn", "pipeline_app:app", "--app-dir", here, "--host", "127.0.0.1", "--port", String(port), "--no-access-log", "--log-level", "warning"],
    cwd: here,
    env: { PYTHONPATH: sdk, ...env },
    healthUrl: `${root}/health`,
    url: `${root}/predict`,
  });
};
