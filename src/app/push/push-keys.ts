import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import { pathOf } from "../manifest/path-of.ts";
import { valueAt } from "../manifest/value-at.ts";
import { policyKeys } from "../sign-off/trusted-keys.ts";
import type { Pusher } from "./receive-run.ts";

/** The keys of `policy.pushed.keys` as they lie in their files now. LS201, LS510. */
export const pushKeys = async (loaded: Pick<LoadedManifest, "manifest" | "tree" | "world"> | null): Promise<Pusher["keys"]> => {
  const keys = loaded?.manifest.policy?.pushed?.keys ?? [];
  if (loaded === null || keys.length === 0) return [];
  const placed = keys.map(({ name, publicKey }, index) => {
    const value = valueAt(loaded.tree, ["policy", "pushed", "keys", index, "publicKey"]);
    return { name, publicKey: value === undefined ? publicKey : pathOf(value) };
  });
  return (await policyKeys(placed, loaded.world.cwd)).map(({ name, key }) => ({ name: name ?? "", publicKey: key.export({ type: "spki", format: "pem" }).toString() }));
};
