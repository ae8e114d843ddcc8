import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { IdentityPart } from "../../core/domain/identity.ts";
import { usualMount } from "../../core/fingerprint/sdk-mount.ts";
import { loadManifest } from "../manifest/load-manifest.ts";
import { environmentTree, environmentsOf } from "../manifest/loaded-manifest.ts";
import { defaultPolicy } from "../manifest/manifest-defaults.ts";
import { pathOf } from "../manifest/path-of.ts";
import { textAt, valueAt } from "../manifest/value-at.ts";

/** What a manifest says to a gate. */
export interface GateManifest {
  readonly policy: { readonly identity: readonly IdentityPart[]; readonly selfSigned: boolean };
  /** Whose keys are trusted; the files as absolute paths. */
  readonly signers: readonly { readonly name: string; readonly publicKey: string }[];
  /** Where the fingerprint of an environment is read; null when the manifest does not say. LS114 for an unknown environment or model. */
  readonly fingerprintOf: (model: string, environment: string) => string | null;
}

/** Reads what a manifest says to a gate; the model's own files need not be here. LS103, LS110 to LS119. */
export const readGateManifest = async (path: string, { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> }): Promise<GateManifest> => {
  const loaded = await loadManifest(path, { cwd, env, filesOf: [] });
  const { manifest, tree } = loaded;
  const signOff = manifest.policy?.signOff;
  return {
    policy: { identity: manifest.policy?.identity ?? defaultPolicy.identity, selfSigned: signOff?.selfSigned ?? defaultPolicy.signOff.selfSigned },
    signers: (signOff?.signers ?? []).map(({ name, publicKey }, index) => {
      const placed = valueAt(tree, ["policy", "signOff", "signers", index, "publicKey"]);
      return { name, publicKey: placed === undefined ? publicKey : pathOf(placed) };
    }),
    fingerprintOf: (model, environment) => {
      if (!Object.hasOwn(manifest.models ?? {}, model)) throw unknown("model", model, Object.keys(manifest.models ?? {}), path);
      const said = environmentTree(tree, model, environment);
      if (said === undefined) throw unknown("environment", environment, environmentsOf(loaded, model), path);
      const fingerprint = valueAt(said, ["fingerprint"]);
      const text = textAt(said, ["fingerprint"]);
      if (fingerprint !== undefined && text !== undefined) return /^(https?:|pid:|env:)/i.test(text) ? text : pathOf(fingerprint);
      return mountedFingerprint(textAt(said, ["target"]) ?? "", textAt(said, ["lockstep"]));
    },
  };
};

/** The SDK's fingerprint where it is mounted: at the path that is named or the usual one, on the server that is asked. */
const mountedFingerprint = (target: string, mount = usualMount): string | null => {
  if (!mount.startsWith("/")) return `${mount.replace(/\/+$/, "")}/fingerprint`;
  if (!/^https?:/i.test(target) || !URL.canParse(target)) return null;
  return `${new URL(target).origin}${mount.replace(/\/+$/, "")}/fingerprint`;
};

const unknown = (what: string, name: string, known: readonly string[], path: string): LockstepError =>
  new LockstepError("LS114", { message: `${path} names no ${what} ${name}; there ${known.length === 1 ? "is" : "are"}: ${known.length === 0 ? "none" : known.join(", ")}`, place: path });
