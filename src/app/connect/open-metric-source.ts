import type { MetricSource } from "../../ports/metric-source.ts";
import type { ConnectDependencies } from "./connection.ts";
import { redactError } from "./redact-client.ts";
import { createSecrets, type HeaderReference } from "./resolve-secret.ts";
import { openAddress } from "./secret-address.ts";

/** A Prometheus that answers range queries, with its credentials followed. LS102 to LS104 for an address or header that cannot be used; close it in the end. */
export const openMetricSource = async ({ url, headers }: { readonly url: string; readonly headers: readonly HeaderReference[] }, dependencies: ConnectDependencies): Promise<MetricSource & { close(): Promise<void> }> => {
  const secrets = createSecrets(dependencies);
  const address = await openAddress(url, "production.prometheus.url", secrets);
  const resolved = { ...(await secrets.resolveHeaders(headers)), ...address.headers };
  const { createTransport } = await import("../../adapters/transport/undici/index.ts");
  const { createPrometheusRange } = await import("../../adapters/metrics/prometheus-range/index.ts");
  const transport = createTransport({ url: address.origin, connections: 1 });
  const source = createPrometheusRange(transport, { path: address.path, headers: resolved });
  return {
    range: async (...asked) => {
      try {
        return await source.range(...asked);
      } catch (error) {
        throw redactError(error, secrets.redact);
      }
    },
    close: () => transport.close(),
  };
};
