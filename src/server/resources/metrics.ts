import { exposition } from "../metrics/exposition.ts";
import { metricFamilies } from "../metrics/metric-families.ts";
import { route } from "../route.ts";

const openMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8";
const textType = "text/plain; version=0.0.4; charset=utf-8";

/** The state of everything for Prometheus and whoever speaks as it does. */
const metrics = route({ method: "get", path: "/metrics", scope: "read", tag: "server", summary: "Corridors, estimates, verdicts and open incidents as OpenMetrics", result: "application/openmetrics-text" }, ({ request, world, principal }) => {
  const openMetrics = /application\/openmetrics-text/.test(request.headers.get("accept") ?? "");
  return new Response(exposition(metricFamilies(world, principal), openMetrics), { headers: { "content-type": openMetrics ? openMetricsType : textType } });
});

export const metricRoutes = [metrics] as const;
