import { systemClock } from "../../adapters/clock/system/system-clock.ts";
import { resourceSampleFromPrometheus } from "../../adapters/metrics/index.ts";
import { createTransport } from "../../adapters/transport/undici/index.ts";
import { answerText } from "../../core/answers/answer-text.ts";
import type { ResourceUse } from "../../core/domain/resource-use.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { type ResourceWatch, type SampleResources, watchResources } from "../../work/resources/watch-resources.ts";
import type { CommandIo } from "../command-io.ts";
import { redactError } from "../connect/redact-client.ts";
import { createSecrets } from "../connect/resolve-secret.ts";
import { openAddress } from "../connect/secret-address.ts";
import type { LiveSide } from "./check-side.ts";

export interface WatchedSides {
  /** What each side used, as far as it told. */
  end(): Promise<readonly ResourceUse[]>;
}

interface Sampler {
  readonly sample: SampleResources;
  close(): Promise<void>;
}

/** Samples memory, processor and GPU of every side that tells them, until `end`. A Prometheus page that people named must answer (LS320). */
export const watchSides = async (sides: readonly LiveSide[], io: CommandIo): Promise<WatchedSides> => {
  const watches: ResourceWatch[] = [];
  const samplers: Sampler[] = [];
  for (const side of sides) {
    const sampler = await samplerOf(side, io);
    if (sampler === null) continue;
    samplers.push(sampler);
    watches.push(watchResources(side.name, sampler.sample, systemClock));
  }
  return {
    end: async () => {
      const uses = await Promise.all(watches.map((watch) => watch.end()));
      for (const sampler of samplers) await sampler.close();
      return uses.filter((use) => use !== null);
    },
  };
};

const samplerOf = async (side: LiveSide, io: CommandIo): Promise<Sampler | null> => {
  if (side.options.metrics !== null) return prometheusSampler(side.options.metrics, side.name, io);
  const { sdk } = side.found;
  return sdk === null || !sdk.endpoints.has("resources") ? null : { sample: (signal) => sdk.resources(signal), close: () => Promise.resolve() };
};

const prometheusSampler = async (address: string, name: string, io: CommandIo): Promise<Sampler> => {
  const place = `metrics of ${name}`;
  const secrets = createSecrets({ env: io.env, cwd: io.cwd, keepSecret: io.keepSecret });
  const { origin, path, headers } = await openAddress(address, place, secrets);
  const transport = createTransport({ url: origin, headers });
  const sample: SampleResources = async (signal) => resourceSampleFromPrometheus(answerText(await transport.send({ method: "GET", url: path, ...(signal === undefined ? {} : { signal }) })));
  const first = await sample(io.signal).catch(async (error: unknown) => {
    await transport.close();
    throw redactError(error, secrets.redact);
  });
  if (first === null) {
    await transport.close();
    throw new LockstepError("LS320", { message: `${origin}${path.split("?")[0]} tells neither memory nor processor time`, place, todo: "Name a Prometheus page that has process_resident_memory_bytes or a container's metrics." });
  }
  return { sample, close: () => transport.close() };
};
