export { resourceSampleFromPrometheus } from "./resource-sample-from-prometheus.ts";
