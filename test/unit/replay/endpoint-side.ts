import { httpJson } from "../../../src/adapters/serving/http-json/index.ts";
import { createTransport } from "../../../src/adapters/transport/undici/index.ts";
import type { ReplaySide } from "../../../src/work/replay/asked-side.ts";

/** A model server as a replay asks it. */
export const endpointSide = (name: string, url: string, extra: Partial<ReplaySide> = {}): ReplaySide => {
  const transport = createTransport({ url, connections: extra.concurrency ?? 4 });
  const client = httpJson.create(transport, { path: "/predict", model: null, version: null, template: '{"rows": {{rows}}}', replicaHeader: null });
  return { name, client, concurrency: 4, timeoutMs: 5000, ratePerSecond: null, production: false, ...extra };
};
