import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Run } from "../../core/domain/run.ts";
import { signPush } from "../../core/evidence/push-voucher.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { runDigest } from "../../core/ledger/run-digest.ts";
import type { Clock } from "../../ports/clock.ts";
import type { CommandIo } from "../command-io.ts";
import { createSecrets } from "../connect/resolve-secret.ts";
import { readSigningKey } from "../sign-off/read-keys.ts";
import type { PushOptions } from "./push-options.ts";

/** How often a run is tried, the pause before the next try (twice as long each time), and how long one may take. */
const tries = 3;
const firstPauseMs = 500;
const longestPauseMs = 30_000;
const timeoutMs = 60_000;
/** A server or what stands before it is busy or away; anything else it will say again. */
const passing: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

export interface PushWorld {
  /** Kept texts, for the manifests that a run names. */
  readonly text: (digest: string) => string | null;
  /** The store's folder, where recordings lie. */
  readonly folder: string;
  readonly clock: Clock;
}

const Pushed = z.object({ url: z.string() });
const Refusal = z.object({ code: z.string(), message: z.string(), todo: z.string().optional() });

/** Sends one run, as it is stored here, with the texts of its manifests; gives the address where it can be looked at. The same run may be sent again. LS712 when it could not be, LS103 and LS104 for its token. */
export const pushRun = async (run: Run, { url, token, key, withRecordings }: PushOptions, { text, folder, clock }: PushWorld, io: CommandIo): Promise<string> => {
  const secrets = createSecrets({ env: io.env, cwd: io.cwd, keepSecret: io.keepSecret });
  if (!/^(env|file):./.test(token)) throw new LockstepError("LS103", { message: "--push-token takes a reference, never the token itself", place: "--push-token", todo: "Give env:NAME or file:PATH." });
  const secret = await secrets.resolve(token, "--push-token");
  const post = async (path: string, type: string, body: () => NonNullable<RequestInit["body"]>): Promise<unknown> => {
    for (let attempt = 1; ; attempt += 1) {
      const { failure, again, wait, answer } = await send(`${url}${path}`, { authorization: `Bearer ${secret}`, "content-type": type, "user-agent": "lockstep" }, body(), io.signal);
      if (failure === null) return answer;
      if (!again || attempt === tries) throw new LockstepError("LS712", { message: secrets.redact(`run ${run.id}: ${url} ${failure}`), place: url });
      await clock.sleep(Math.min(longestPauseMs, wait ?? firstPauseMs * 2 ** (attempt - 1)), io.signal);
    }
  };
  const texts = [...new Set(run.agreement?.manifests.map(({ digest }) => digest) ?? [])].flatMap((digest) => text(digest) ?? []);
  const digest = runDigest(run);
  const signature = key === null ? {} : { signature: signPush(run.id, digest, await readSigningKey(key, "--push-key", { env: io.env, cwd: io.cwd, keepSecret: io.keepSecret })) };
  const document = JSON.stringify({ run: { ...run, ledger: null }, digest, texts, ...signature });
  const pushed = Pushed.safeParse(await post("/api/v1/runs", "application/json", () => document));
  if (!pushed.success) throw new LockstepError("LS712", { message: `${url} took run ${run.id}, and does not answer as a Lockstep server does`, place: url });
  if (withRecordings) {
    for (const side of ["reference", "candidate"] as const) {
      const path = join(folder, "recordings", run.id, `${side}.parquet`);
      if (!(await stat(path).catch(() => null))?.isFile()) continue;
      await post(`/api/v1/runs/${encodeURIComponent(run.id)}/recordings?side=${side}`, "application/vnd.apache.parquet", () => createReadStream(path) as unknown as NonNullable<RequestInit["body"]>);
    }
  }
  return pushed.data.url;
};

interface Sent {
  /** Null when it was taken. */
  readonly failure: string | null;
  readonly again: boolean;
  readonly wait: number | null;
  readonly answer: unknown;
}

/** One try. Redirects are not followed: they would carry the token elsewhere. */
const send = async (address: string, headers: Readonly<Record<string, string>>, body: NonNullable<RequestInit["body"]>, signal: AbortSignal): Promise<Sent> => {
  try {
    const response = await fetch(address, { method: "POST", headers, body, redirect: "manual", signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]), ...(typeof body === "string" ? {} : { duplex: "half" }) } as RequestInit);
    const said = parsed(await response.text());
    if (response.ok) return { failure: null, again: false, wait: null, answer: said };
    const refusal = Refusal.safeParse(said);
    const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
    return { failure: `answered ${response.status}${refusal.success ? ` ${refusal.data.code}: ${refusal.data.message}` : ""}`, again: passing.has(response.status), wait: Number.isFinite(seconds) ? seconds * 1000 : null, answer: null };
  } catch (cause) {
    signal.throwIfAborted();
    const { name, message, cause: deeper } = cause as Error;
    return { failure: name === "TimeoutError" ? `did not answer within ${timeoutMs / 1000} s` : `could not be reached: ${deeper instanceof Error && deeper.message !== "" ? deeper.message : message}`, again: true, wait: null, answer: null };
  }
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
