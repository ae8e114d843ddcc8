import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { isWrittenSecret, type Secrets } from "./resolve-secret.ts";

/** An address that is asked beside the model's own: credentials taken out of it, references in its query followed. */
export interface OpenedAddress {
  readonly origin: string;
  /** Path and query as they are sent; the query may hold secrets. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What in an address writes a secret out, in words; null when nothing does. References (`env:NAME@`, `?token=env:NAME`) are what is wanted. */
export const writtenSecretIn = (address: string): string | null => {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return null;
  const { username, password, searchParams } = new URL(address);
  if ((username !== "" || password !== "") && (username !== "env" || !/^[A-Za-z_]\w*$/.test(password))) return "a user name or password";
  const [named] = [...searchParams].find(([name, value]) => value !== "" && isWrittenSecret(name, value)) ?? [];
  return named === undefined ? null : `the value of ${named}`;
};

/** LS103 for an address that writes a secret out: whatever keeps the options would keep it. */
export const refuseWrittenAddress = (address: string | null, place: string): void => {
  const what = address === null ? null : writtenSecretIn(address);
  if (what === null) return;
  throw new LockstepError("LS103", { message: `the address holds ${what} itself`, place, todo: "Give it by reference: http://env:NAME@host with user:password in that variable, or ?name=env:NAME." });
};

/** The address with its references followed. LS102 when it is none, LS103 for a written secret, LS104 when a reference leads nowhere. */
export const openAddress = async (address: string, place: string, secrets: Secrets): Promise<OpenedAddress> => {
  if (!URL.canParse(address)) throw new LockstepError("LS102", { message: "it is not a URL", place });
  refuseWrittenAddress(address, place);
  const { origin, pathname, search, searchParams, password } = new URL(address);
  const query = await Promise.all([...searchParams].map(async ([name, value]) => {
    const resolved = await secrets.resolve(value, place);
    return `${encodeURIComponent(name)}=${encodeURIComponent(resolved)}`;
  }));
  // Without references the query stays as it was written, byte for byte.
  const sent = secrets.any() && query.length > 0 ? `?${query.join("&")}` : search;
  if (password === "") return { origin, path: pathname + sent, headers: {} };
  const userAndPassword = await secrets.resolve(`env:${password}`, place);
  return { origin, path: pathname + sent, headers: { authorization: `Basic ${Buffer.from(userAndPassword, "utf8").toString("base64")}` } };
};
