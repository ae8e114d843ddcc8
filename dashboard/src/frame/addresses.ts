import { toSegment } from "../../../src/core/pages/address-segment.ts";

/** Where the things of the dashboard are; what a name holds never breaks its address. */
export const modelAddress = (model: string): string => `/models/${toSegment(model)}`;
export const hypothesisAddress = (model: string, name: string): string => `${modelAddress(model)}/hypotheses/${toSegment(name)}`;
export const environmentsAddress = (model: string): string => `${modelAddress(model)}/environments`;
export const runAddress = (id: string): string => `/runs/${toSegment(id)}`;
export const compareAddress = (a: string, b: string): string => `/compare?${new URLSearchParams({ a, b }).toString()}`;
export const runsAddress = (filters: Readonly<Record<string, string>>): string => `/runs?${new URLSearchParams(filters).toString()}`;
export const traceAddress = (id: string): string => `/traces/${toSegment(id)}`;
export const tracesAddress = (prediction: string): string => `/traces?${new URLSearchParams({ prediction }).toString()}`;
