import { dirname } from "node:path";
import type { Agreement, ArtifactDigest } from "../../core/domain/agreement.ts";
import { agreedFiles } from "./agreed-files.ts";
import type { LoadedManifest } from "./loaded-manifest.ts";

/** Reads files and folders and gives their digests, paths relative to `folder`. */
export type DigestFiles = (paths: readonly string[], options: { readonly folder: string; readonly group: ArtifactDigest["group"] }) => Promise<readonly ArtifactDigest[]>;

/** The agreement with the digests of the files it is about, as they are found now. Rejects with whatever reading them does. */
export const withArtifacts = async (agreement: Agreement, loaded: LoadedManifest, digest: DigestFiles): Promise<Agreement> => {
  const folder = dirname(loaded.path);
  const groups = await Promise.all(agreedFiles(loaded, { model: agreement.model }).map(({ group, paths }) => digest(paths, { folder, group })));
  return { ...agreement, artifacts: groups.flat() };
};
