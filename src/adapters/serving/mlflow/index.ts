import type { ServingProtocol } from "../../../ports/serving.ts";
import { createMlflowClient, recognise } from "./mlflow-client.ts";

/** MLflow's scoring server, as started by `mlflow models serve`. */
export const mlflow: ServingProtocol = { id: "mlflow", label: "MLflow scoring server", recognise, create: createMlflowClient };
