import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import type { PortForward } from "../../adapters/transport/port-forward/index.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { ModelClient, ModelDescription, ServingOptions } from "../../ports/serving.ts";
import type { Transport } from "../../ports/transport.ts";
import { readNamedFile } from "../read-named-file.ts";
import type { ConnectDependencies, EnvironmentOptions } from "./connection.ts";
import type { ParsedTarget, ReachedTarget } from "./parse-target.ts";
import { recogniseProtocol } from "./recognise-protocol.ts";
import { redactClient, redactError } from "./redact-client.ts";
import { findSdkBehind, type FoundSdk, noSdk } from "./find-sdk.ts";
import { createSecrets, type Secrets } from "./resolve-secret.ts";

export interface ConnectedEnvironment {
  readonly client: ModelClient;
  readonly description: ModelDescription;
  /** The SDK in this server, when there is one that lets us in; what is said where there is none. Null for a command. */
  findSdk(mount: string | null, signal?: AbortSignal): Promise<FoundSdk>;
  /** Closes the connections, or ends the command, and the port-forward. */
  close(): Promise<void>;
}

/**
 * Reaches an environment and finds out how to ask it: port-forward, transport, protocol, model. A server that is down says so
 * (LS301) before any protocol is blamed. Nothing stays open when it fails.
 */
export async function connectEnvironment(target: ParsedTarget, options: EnvironmentOptions, dependencies: ConnectDependencies): Promise<ConnectedEnvironment> {
  if (target.kind !== "endpoint" && target.kind !== "command") throw new Error("what was predicted before is read, not asked");
  if (target.kind === "command") return connectCommand(target, options);
  const secrets = createSecrets(dependencies);
  const opened: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    for (const each of opened.splice(0).reverse()) await each.close();
  };
  try {
    const url = new URL(target.address);
    const headers = await headersOf(target, options, secrets);
    const forward = await openForward(url, options, dependencies);
    if (forward !== null) opened.push(forward);
    const transport = await openTransport(url, headers, forward, options, dependencies);
    opened.push(transport);
    const serving: ServingOptions = {
      path: url.pathname + url.search,
      model: options.model ?? null,
      version: options.version ?? null,
      template: options.template ?? null,
      replicaHeader: options.replicaHeader ?? null,
      columns: options.columns ?? null,
    };
    // With a template nothing else is asked before the first row: whether anybody is there is found out all the same.
    if (serving.template !== null) await transport.send({ method: "GET", url: serving.path, ...abort(dependencies) });
    const { protocol, evidence } = await recogniseProtocol(options.protocol ?? null, transport, serving);
    const client = redactClient(protocol.create(transport, serving), secrets);
    const described = await client.describe(dependencies.signal);
    const detection = secrets.redact(described.detection.includes(evidence) ? described.detection : `${evidence}; ${described.detection}`);
    const tapped = (tap: Transport): ModelClient => redactClient(protocol.create(tap, serving), secrets);
    const findSdk: ConnectedEnvironment["findSdk"] = (mount, signal) => findSdkBehind(transport, { mount, create: tapped, env: dependencies.env, secrets }, signal);
    return { client, description: { ...described, detection }, findSdk, close };
  } catch (error) {
    await close();
    throw redactError(error, secrets.redact);
  }
}

/** The headers of every request, with what their references and the URL's credentials lead to. LS103, LS104, LS105. */
export async function headersOf(target: ReachedTarget, options: EnvironmentOptions, secrets: Secrets): Promise<Readonly<Record<string, string>>> {
  const headers = await secrets.resolveHeaders(options.headers ?? []);
  if (target.credentials === null) return headers;
  if (headers["authorization"] !== undefined) throw new LockstepError("LS105", { message: "the URL names credentials and --header Authorization gives others", place: target.address });
  const userAndPassword = await secrets.resolve(target.credentials, target.address);
  return { ...headers, authorization: `Basic ${Buffer.from(userAndPassword, "utf8").toString("base64")}` };
}

async function openForward(url: URL, options: EnvironmentOptions, { signal }: ConnectDependencies): Promise<PortForward | null> {
  if (options.via === undefined || options.via === null) return null;
  const { openPortForward } = await import("../../adapters/transport/port-forward/index.ts");
  return openPortForward(options.via, url.protocol === "https:" ? "https" : "http", signal === undefined ? {} : { signal });
}

async function openTransport(url: URL, headers: Readonly<Record<string, string>>, forward: PortForward | null, options: EnvironmentOptions, { cwd }: ConnectDependencies): Promise<Transport> {
  if (options.production === true && options.runId === undefined) throw new Error("requests to production are marked with the run's id");
  const { createTransport } = await import("../../adapters/transport/undici/index.ts");
  return createTransport({
    url: url.href,
    headers,
    ca: await pem(options.ca, "--ca", cwd),
    cert: await pem(options.cert, "--cert", cwd),
    certKey: await pem(options.certKey, "--cert-key", cwd),
    host: options.host ?? null,
    connectTo: forward?.origin ?? null,
    marking: options.production === true && options.runId !== undefined ? { runId: options.runId } : null,
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    ...(options.connections === undefined ? {} : { connections: options.connections }),
    ...(options.maxAnswerBytes === undefined ? {} : { maxAnswerBytes: options.maxAnswerBytes }),
  });
}

/** Every authority that a machine trusts, in PEM, has a quarter of a megabyte. */
const mostBytes = 16 * 2 ** 20;

/** A file of certificates or a key as text; null where none was named. LS201. */
export async function pem(path: string | null | undefined, option: string, cwd: string): Promise<string | null> {
  if (path === undefined || path === null) return null;
  try {
    return (await readNamedFile(resolve(cwd, path), mostBytes)).toString("utf8");
  } catch (cause) {
    throw new LockstepError("LS201", { message: `${path} cannot be read: ${(cause as Error).message}`, place: option, cause });
  }
}

/** Options that only a server can be given. */
const serverOptions = { protocol: "--protocol", model: "--model", version: "--model-version", template: "--template", ca: "--ca", cert: "--cert", certKey: "--cert-key", host: "--host", via: "--via", replicaHeader: "--replica-header" } as const;

async function connectCommand(target: ReachedTarget, options: EnvironmentOptions): Promise<ConnectedEnvironment> {
  const given: string[] = Object.entries(serverOptions).flatMap(([key, flag]) => ((options[key as keyof typeof serverOptions] ?? null) === null ? [] : [flag]));
  if ((options.headers ?? []).length > 0) given.push("--header");
  if (given.length > 0) {
    throw new LockstepError("LS105", { message: `a command takes no ${given.join(", ")}`, place: target.address, todo: "Leave it out, or give it for the other side alone: --reference-… or --candidate-…." });
  }
  const { createCommandClient } = await import("../../adapters/serving/command/index.ts");
  const client = createCommandClient({
    command: target.address,
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    // Each process holds a model; more of them than cores only wait for one another.
    ...(options.connections === undefined ? {} : { processes: Math.min(options.connections, availableParallelism()) }),
    ...(options.maxAnswerBytes === undefined ? {} : { maxAnswerBytes: options.maxAnswerBytes }),
  });
  return { client, description: await client.describe(), findSdk: () => Promise.resolve(noSdk("a command carries no SDK endpoint")), close: () => client.close() };
}

const abort = ({ signal }: ConnectDependencies): { readonly signal?: AbortSignal } => (signal === undefined ? {} : { signal });
