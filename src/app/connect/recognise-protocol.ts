import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { ServingOptions, ServingProtocol } from "../../ports/serving.ts";
import type { Transport, TransportRequest } from "../../ports/transport.ts";
import { servingRegistry } from "./serving-registry.ts";

export interface RecognisedProtocol {
  readonly protocol: ServingProtocol;
  /** Why this one. */
  readonly evidence: string;
}

/**
 * The protocol named, or the first that the server speaks; a template with placeholders can only be plain JSON's. LS305 names
 * every protocol that was tried and what it saw.
 */
export async function recogniseProtocol(named: string | null, transport: Transport, options: ServingOptions): Promise<RecognisedProtocol> {
  if (named !== null) {
    const load = servingRegistry.get(named);
    if (load === undefined) throw new LockstepError("LS102", { message: `there is no serving protocol "${named}"`, place: "--protocol", todo: `Give one of: ${[...servingRegistry.keys()].join(", ")}.` });
    return { protocol: await load(), evidence: "named with --protocol" };
  }
  const saw: string[] = [];
  for (const id of candidatesFor(options.template)) {
    const protocol = await (servingRegistry.get(id) as () => Promise<ServingProtocol>)();
    const watched = watch(transport);
    const evidence = await protocol.recognise(watched.transport, options);
    if (evidence !== null) return { protocol, evidence };
    saw.push(`${protocol.label}: ${watched.seen.join(", ") || "nothing asked"}`);
  }
  throw new LockstepError("LS305", { message: `no protocol was recognised. ${saw.join(". ")}`, place: transport.address + options.path });
}

/** A template with placeholders is plain JSON's; one without names a layout of the other protocols. */
function candidatesFor(template: string | null): readonly string[] {
  const all = [...servingRegistry.keys()];
  if (template === null) return all;
  return template.includes("{{") ? ["http-json"] : all.filter((id) => id !== "http-json");
}

/** The transport, keeping in words what was asked and answered. */
function watch(transport: Transport): { readonly transport: Transport; readonly seen: readonly string[] } {
  const seen: string[] = [];
  const send = async (request: TransportRequest) => {
    const answer = await transport.send(request);
    const { location } = answer.headers;
    const type = answer.headers["content-type"]?.split(";")[0];
    seen.push(`${request.method} ${request.url} answered ${answer.status}${location === undefined ? "" : ` to ${location}`}${answer.status === 200 && type !== undefined ? ` (${type})` : ""}`);
    return answer;
  };
  return { transport: { address: transport.address, send, close: () => transport.close() }, seen };
}
