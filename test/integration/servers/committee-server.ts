import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureEnvironment } from "../python/environments.ts";
import { freePort } from "./free-port.ts";
import { type RunningServer, startServer } from "./start-server.ts";
import { runPython } from "./trained-models.ts";

const here = dirname(fileURLToPath(import.meta.url));
const sdk = fileURLToPath(new URL("../../../python/src", import.meta.url));

type Version = "sklearn-1.3.0" | "sklearn-1.4.2";

/** Trains committee.py's 130 regressions under that scikit-learn, into one pickle. */
export const trainCommittee = async (version: Version, file: string): Promise<void> => {
  await runPython((await ensureEnvironment(version)).python, ["committee.py", file]);
};

/** Serves that pickle with the SDK mounted; the URL is the server's root, predictions are at /predict. */
export const startCommittee = async (version: Version, model: string, env: Readonly<Record<string, string>> = {}): Promise<RunningServer> => {
  const { python } = await ensureEnvironment(version);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  return startServer({
    name: `committee on ${version}`, file: python, cwd: here, url, healthUrl: `${url}/health`,
    args: ["-m", "uvicorn", "committee:app", "--app-dir", here, "--host", "127.0.0.1", "--port", String(port), "--no-access-log", "--log-level", "warning"],
    env: { MODEL_PATH: model, PYTHONPATH: sdk, ...env },
  });
};
