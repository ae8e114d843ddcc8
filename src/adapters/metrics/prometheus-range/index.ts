export { createPrometheusRange } from "./create-prometheus-range.ts";
