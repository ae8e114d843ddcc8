import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureEnvironment } from "../python/environments.ts";
import { freePort } from "./free-port.ts";
import { modelFile } from "./trained-models.ts";
import { type RunningServer, startServer } from "./start-server.ts";

interface Description {
  readonly fields: readonly { readonly name: string; readonly kind: string }[];
}

/** How MLServer's own documentation describes a model's inputs: one tensor, a column each for pandas, or not at all. */
export type MlserverInputs = "tensor" | "columns" | "undeclared";

const datatypes: Readonly<Record<string, string>> = { number: "FP64", integer: "INT64", string: "BYTES" };

const inputsOf = (style: MlserverInputs, fields: Description["fields"]): object => {
  if (style === "undeclared") return {};
  if (style === "tensor") return { inputs: [{ name: "features", datatype: "FP64", shape: [-1, fields.length] }] };
  return { inputs: fields.map((field) => ({ name: field.name, datatype: datatypes[field.kind], shape: [-1, 1], ...(field.kind === "string" ? { parameters: { content_type: "str" } } : {}) })) };
};

/** MLServer with its scikit-learn runtime, one model trained by scikit-learn 1.4.2. */
export const startMlserver = async (options: { readonly model: string; readonly inputs: MlserverInputs; readonly probabilities: boolean }): Promise<RunningServer> => {
  const environment = await ensureEnvironment("mlserver");
  const model = await modelFile("sklearn-1.4.2", options.model);
  const { fields } = JSON.parse(await readFile(model.replace(/\.joblib$/, ".json"), "utf8")) as Description;
  const folder = await mkdtemp(join(tmpdir(), "mlserver-"));
  const [port, grpc, metrics] = [await freePort(), await freePort(), await freePort()];
  await writeFile(join(folder, "settings.json"), JSON.stringify({ host: "127.0.0.1", http_port: port, grpc_port: grpc, metrics_port: metrics, parallel_workers: 0, debug: false }));
  const parameters = {
    uri: model,
    version: "2026-03",
    ...(options.inputs === "columns" ? { content_type: "pd" } : {}),
    ...(options.probabilities ? { extra: { predict_fn: "predict_proba" } } : {}),
  };
  await writeFile(join(folder, "model-settings.json"), JSON.stringify({ name: options.model, implementation: "mlserver_sklearn.SKLearnModel", parameters, ...inputsOf(options.inputs, fields) }));
  const url = `http://127.0.0.1:${port}`;
  const forget = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const server = await startServer({ name: `MLServer ${options.model}`, file: join(environment.bin, "mlserver"), args: ["start", folder], env: { PYTHONPATH: dirname(fileURLToPath(import.meta.url)) }, healthUrl: `${url}/v2/models/${options.model}/ready`, url });
    return { ...server, stop: () => server.stop().then(forget) };
  } catch (cause) {
    await forget();
    throw cause;
  }
};
