import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { createSecrets, type SecretWorld } from "../connect/resolve-secret.ts";
import { readNamedFile } from "../read-named-file.ts";

/** A key in PEM has some hundred. */
const mostBytes = 64 * 1024;

/** The private key that a reference (`env:NAME`, `file:PATH`) names. LS103, LS104; LS510 when it is no ed25519 key in PEM. */
export const readSigningKey = async (reference: string, place: string, world: SecretWorld): Promise<KeyObject> => {
  const text = await createSecrets(world).resolveLines(reference, place);
  return ed25519(() => createPrivateKey(text), "private", reference);
};

/** The public key in a PEM file. LS201; LS510 when it is no ed25519 public key, or a private one, which nobody else may hold. */
export const readPublicKey = async (path: string, shown: string): Promise<KeyObject> => {
  const text = await readKeyFile(path, shown);
  if (/PRIVATE KEY/.test(text)) throw new LockstepError("LS510", { message: `${shown} holds a private key; a public one is wanted`, place: shown, todo: "Give the .public.pem file of the pair, and look who could read the private one." });
  // A certificate says until when and for what its key may be trusted, which nobody here looks at.
  if (/BEGIN (TRUSTED )?CERTIFICATE/.test(text)) throw new LockstepError("LS510", { message: `${shown} holds a certificate; a public key is wanted`, place: shown, todo: "Give the .public.pem file of the pair." });
  return ed25519(() => createPublicKey(text), "public", shown);
};

/** Either half of a pair, as its public key; for showing its id. LS201, LS510. */
export const readAnyKey = async (path: string, shown: string): Promise<KeyObject> => {
  const text = await readKeyFile(path, shown);
  return ed25519(() => createPublicKey(text), "public", shown);
};

const readKeyFile = async (path: string, shown: string): Promise<string> => {
  try {
    return (await readNamedFile(path, mostBytes)).toString("utf8");
  } catch (cause) {
    throw new LockstepError("LS201", { message: `the key ${shown} cannot be read: ${(cause as Error).message}`, place: shown, cause });
  }
};

/** The parser's own message may hold parts of what it read, so it is not told. */
const ed25519 = (parse: () => KeyObject, half: "private" | "public", shown: string): KeyObject => {
  let key: KeyObject;
  try {
    key = parse();
  } catch {
    throw new LockstepError("LS510", { message: `${shown} holds no ${half} key in PEM without a passphrase`, place: shown });
  }
  if (key.asymmetricKeyType !== "ed25519") throw new LockstepError("LS510", { message: `${shown} holds a key of the kind ${key.asymmetricKeyType ?? "unknown"}; ed25519 is wanted`, place: shown });
  return key;
};
