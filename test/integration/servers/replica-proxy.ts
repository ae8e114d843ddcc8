import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import type { RunningServer } from "./start-server.ts";

/**
 * A load balancer that hands requests to its replicas in turn, as a Kubernetes service does over fresh connections. It owns the
 * replicas: stopping it stops them.
 */
export const startReplicaProxy = async (replicas: readonly RunningServer[], options: { readonly header: boolean }): Promise<RunningServer> => {
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    const index = turn++ % replicas.length;
    const target = new URL(incoming.url ?? "/", (replicas[index] as RunningServer).url);
    const forward = request(target, { method: incoming.method, headers: { ...incoming.headers, host: target.host } }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...(options.header ? { "x-replica": `model-${index}` } : {}) });
      answer.pipe(outgoing);
    });
    forward.on("error", (cause) => {
      outgoing.writeHead(502);
      outgoing.end(String(cause));
    });
    incoming.pipe(forward);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    name: `proxy before ${replicas.length} replicas`,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    logs: () => replicas.map((replica, index) => `-- replica ${index}: ${replica.name}\n${replica.logs()}`).join("\n"),
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all(replicas.map((replica) => replica.stop()));
    },
  };
};
