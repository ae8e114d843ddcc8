import { resolve } from "node:path";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { tokenHeader, tokenVariable } from "../../core/fingerprint/sdk-mount.ts";
import type { Probe } from "../../ports/probe.ts";
import { createSecrets, type HeaderReference } from "../connect/resolve-secret.ts";

/** What reading a fingerprint needs of the outside. */
export interface FingerprintDependencies {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Told of every secret that is resolved. */
  readonly keepSecret: (secret: string) => void;
  readonly signal: AbortSignal;
  /** Sent to an endpoint; secrets by reference. */
  readonly headers?: readonly HeaderReference[];
  /** Folders of model files, looked for among what a process has opened and mapped. */
  readonly folders?: readonly string[];
  /** Names of environment variables (or `PREFIX_*`) of a process that are told as salted hashes. */
  readonly settings?: readonly string[];
}

/** A probe that is open for one reading. */
export interface OpenProbe {
  readonly probe: Probe;
  close(): Promise<void>;
}

/** One way to read: how its sources are told, and how it is opened. */
interface ProbeKind {
  readonly recognises: (source: string) => boolean;
  readonly open: (source: string, deps: FingerprintDependencies) => Promise<OpenProbe>;
}

const endpoint: ProbeKind = {
  recognises: (source) => /^https?:\/\//i.test(source),
  async open(source, { cwd, env, keepSecret, headers = [] }) {
    if (!URL.canParse(source)) throw new LockstepError("LS320", { message: `${source.replace(/\/\/[^/]*@/, "//***@")} is not a valid URL`, place: "the fingerprint's source" });
    const own = headers.some(({ name }) => name.toLowerCase() === tokenHeader);
    const withToken = own || (env[tokenVariable] ?? "") === "" ? headers : [...headers, { name: tokenHeader, value: `env:${tokenVariable}` }];
    const resolved = await createSecrets({ cwd, env, keepSecret }).resolveHeaders(withToken);
    const { createTransport } = await import("../../adapters/transport/undici/index.ts");
    const { createEndpointProbe } = await import("../../adapters/probes/endpoint/index.ts");
    const url = new URL(source);
    const transport = createTransport({ url: source, connections: 1 });
    return { probe: createEndpointProbe(transport, { path: url.pathname + url.search, headers: resolved, hasToken: withToken.some(({ name }) => name.toLowerCase() === tokenHeader), now: Date.now }), close: () => transport.close() };
  },
};

const proc: ProbeKind = {
  recognises: (source) => /^pid:/i.test(source),
  async open(source, { cwd, folders = [], settings = [] }) {
    const pid = /^pid:([1-9]\d*)$/i.exec(source)?.[1];
    if (pid === undefined) throw new LockstepError("LS320", { message: `${source} names no process`, place: source, todo: "Give the number of the serving process: pid:1234" });
    const { createProcProbe } = await import("../../adapters/probes/proc/index.ts");
    return { probe: createProcProbe(Number(pid), { folders: folders.map((folder) => resolve(cwd, folder)), settings }), close: async () => {} };
  },
};

const file: ProbeKind = {
  recognises: () => true,
  async open(source, { cwd }) {
    const { createFileProbe } = await import("../../adapters/probes/file/index.ts");
    return { probe: createFileProbe(resolve(cwd, source)), close: async () => {} };
  },
};

/** Every way to read a fingerprint; the first that recognises a source reads it, a path is what nothing else is. */
export const probeRegistry: readonly ProbeKind[] = [endpoint, proc, file];
