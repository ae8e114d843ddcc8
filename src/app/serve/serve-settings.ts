import type { ServerEntry } from "../../core/domain/manifest.ts";
import type { Role } from "../../core/domain/access.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { readBytes } from "../../core/quantities/read-bytes.ts";

/** What was typed; null: as the manifest says, else as usual. */
export interface ServeOptions {
  readonly manifest: string | null;
  readonly store: string | null;
  readonly host: string | null;
  readonly port: number | null;
  readonly role: Role | null;
  readonly watch: boolean;
  readonly quiet: boolean;
}

/** Where the server listens and what it takes. */
export interface ServeSettings {
  readonly host: string;
  readonly port: number | null;
  readonly url: string | null;
  readonly allowedHosts: readonly string[];
  readonly maxBody: number;
  readonly perMinute: number;
}

const usual = { host: "127.0.0.1", maxBody: 64_000_000, perMinute: 1200 } as const;

/** What was typed, over what the manifest says, over the usual. LS102 for an address that is none. */
export const serveSettings = (options: Pick<ServeOptions, "host" | "port">, entry: ServerEntry | undefined): ServeSettings => {
  const url = entry?.url ?? null;
  if (url !== null && !(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))) throw new LockstepError("LS102", { message: `server.url: "${url}" is no address of a server`, place: "server.url", todo: "Write it as https://lockstep.example.com" });
  const body = entry?.limits?.body;
  return {
    host: options.host ?? entry?.host ?? usual.host,
    port: options.port ?? entry?.port ?? null,
    url, allowedHosts: entry?.allowedHosts ?? [],
    maxBody: body === undefined ? usual.maxBody : (typeof body === "number" ? body : readBytes(body)) ?? usual.maxBody,
    perMinute: entry?.limits?.perMinute ?? usual.perMinute,
  };
};
