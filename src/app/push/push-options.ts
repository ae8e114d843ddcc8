import { LockstepError } from "../../core/errors/lockstep-error.ts";

/** Where runs are pushed to, and how. */
export interface PushOptions {
  /** The server's address, without a slash at its end. */
  readonly url: string;
  /** `env:NAME` or `file:PATH`. */
  readonly token: string;
  /** `env:NAME` or `file:PATH` of the private key that vouches for the run; null: unsigned. */
  readonly key: string | null;
  /** Whether a run that cannot be pushed changes the exit code. */
  readonly required: boolean;
  readonly withRecordings: boolean;
}

const pushKeys = ["push", "pushToken", "pushKey", "pushRequired", "pushInsecure", "withRecordings"] as const;

/** The options as every command that pushes shows them. */
export const pushFlags: readonly (readonly [flag: string, says: string])[] = [
  ["--push <url>", "send the run to this Lockstep server, after it is stored here"],
  ["--push-token <ref>", "the server's token, env:NAME or file:PATH (env:LOCKSTEP_SERVER_TOKEN)"],
  ["--push-key <ref>", "sign the pushed run with this private key, env:NAME or file:PATH (lockstep keys new)"],
  ["--push-required", "exit 4 when the run could not be pushed; it is a warning otherwise"],
  ["--push-insecure", "push over plain http to another machine, where everybody between can read the token"],
  ["--with-recordings", "push the recordings as well, which hold what was asked and answered row by row"],
];

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The server's address as typed. LS102 for none, LS103 for one that holds a secret. */
export const pushAddress = (typed: string, insecure: boolean, flag: string): string => {
  const refused = (message: string, todo: string): LockstepError => new LockstepError("LS102", { message, place: flag, todo });
  const url = URL.canParse(typed) ? new URL(typed) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) throw refused(`"${typed.replace(/\/\/[^@/]*@/, "//***@")}" is no address of a server`, "Write it as https://lockstep.example.com");
  if (url.username !== "" || url.password !== "" || url.search !== "") throw new LockstepError("LS103", { message: `${flag}: the address holds a secret itself`, place: flag, todo: "Give the address alone, and the token by reference: --push-token env:NAME" });
  if (url.protocol === "http:" && !insecure && !loopback.test(url.hostname)) throw refused(`${url.origin} is asked in plain text, and the token would go over the network as it is`, "Use https, or say --push-insecure where the network is trusted.");
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
};

/** Takes what is said of pushing out of what was typed; null where nothing is to be pushed. LS105 for an option that does nothing without --push. */
export const splitPush = (typed: Readonly<Record<string, unknown>>): { readonly push: PushOptions | null; readonly rest: Readonly<Record<string, unknown>> } => {
  const rest = Object.fromEntries(Object.entries(typed).filter(([key]) => !(pushKeys as readonly string[]).includes(key)));
  if (typeof typed["push"] !== "string") {
    const alone = pushKeys.find((key) => typed[key] !== undefined);
    if (alone !== undefined) throw new LockstepError("LS105", { message: `--${alone.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} says how to push, and nothing is pushed`, place: "--push", todo: "Name the server: --push URL" });
    return { push: null, rest };
  }
  const token = typeof typed["pushToken"] === "string" ? typed["pushToken"] : "env:LOCKSTEP_SERVER_TOKEN";
  const key = typeof typed["pushKey"] === "string" ? typed["pushKey"] : null;
  return { push: { key, url: pushAddress(typed["push"], typed["pushInsecure"] === true, "--push"), token, required: typed["pushRequired"] === true, withRecordings: typed["withRecordings"] === true }, rest };
};
