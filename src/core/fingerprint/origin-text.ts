/** What an installed distribution's own files say of where it came from. */
export interface PackageOrigin {
  /** INSTALLER, `pip`, `uv`, `conda`; empty where there is none. */
  readonly installer: string;
  /** `Tag:` lines of WHEEL. */
  readonly tags: readonly string[];
  /** direct_url.json (PEP 610). */
  readonly directUrl: {
    readonly dir_info?: { readonly editable?: boolean | undefined } | undefined;
    readonly vcs_info?: { readonly vcs?: string | undefined; readonly commit_id?: string | undefined } | undefined;
  } | null;
}

/** Installers that put the same wheel there in the same way. */
const wheelInstallers: ReadonlySet<string> = new Set(["pip", "uv", "poetry", "pdm", "installer", ""]);

/**
 * The value of a `package.origin` field, as every probe writes it: `wheel <tag>`, `conda <tag>`, then `editable`, `from a folder` or `git <commit>`. Addresses
 * are left out: they may hold passwords.
 */
export const originText = ({ installer, tags, directUrl }: PackageOrigin): string => {
  const who = installer.trim().toLowerCase();
  const words = [wheelInstallers.has(who) ? "wheel" : who.replaceAll(/[^\w.-]/g, "").slice(0, 40), [...tags].sort().join(" ")];
  if (directUrl?.dir_info?.editable === true) words.push("editable");
  else if (directUrl?.dir_info !== undefined) words.push("from a folder");
  else if (directUrl?.vcs_info !== undefined) words.push(`${directUrl.vcs_info.vcs ?? "None"} ${directUrl.vcs_info.commit_id ?? "None"}`);
  return words.filter((word) => word !== "").join(" ");
};
