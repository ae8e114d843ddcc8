/** What a conda platform is in the words of a Python marker; null for `noarch` and for platforms that are not known. */
const platforms: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  "linux-64": ["linux", ["x86_64"]],
  "linux-aarch64": ["linux", ["aarch64"]],
  "linux-ppc64le": ["linux", ["ppc64le"]],
  "linux-s390x": ["linux", ["s390x"]],
  "osx-64": ["darwin", ["x86_64"]],
  "osx-arm64": ["darwin", ["arm64"]],
  "win-64": ["win32", ["AMD64"]],
  "win-arm64": ["win32", ["ARM64"]],
};

export const platformMarker = (platform: string): string | null => {
  const known = platforms[platform];
  return known === undefined ? null : `sys_platform == '${known[0]}' and platform_machine == '${known[1][0]}'`;
};
