import { startFastApi } from "../servers/fastapi-server.ts";
import { startMlflow } from "../servers/mlflow-server.ts";
import { startMlserver } from "../servers/mlserver-server.ts";
import { startReplicaProxy } from "../servers/replica-proxy.ts";
import type { RunningServer } from "../servers/start-server.ts";
import type { Side } from "./trial.ts";

/** Starts one environment of a trial; rejects with the logs of what did not start, and leaves nothing running then. */
export const startSide = async (side: Side): Promise<RunningServer> => {
  switch (side.kind) {
    case "fastapi":
      return startFastApi(side);
    case "mlserver":
      return startMlserver(side);
    case "mlflow":
      return startMlflow(side);
    case "replicas": {
      const replicas: RunningServer[] = [];
      try {
        for (const replica of side.replicas) replicas.push(await startFastApi(replica));
        return await startReplicaProxy(replicas, { header: side.header });
      } catch (cause) {
        await Promise.all(replicas.map((replica) => replica.stop()));
        throw cause;
      }
    }
  }
};
