import type { LockedPackage } from "../../core/domain/lock-file.ts";
import { distributionName } from "../../core/fingerprint/distribution-name.ts";
import type { LockFormat } from "../../ports/lock-format.ts";
import { platformMarker } from "./conda-platform.ts";
import { lockError } from "./lock-error.ts";
import { redactLocation } from "./redact-location.ts";

/** A list of conda package files after `@EXPLICIT`, as conda list --explicit and conda-lock write it. */
export const condaExplicit: LockFormat = {
  id: "conda-explicit",
  label: "conda's explicit list",
  recognises: (_name, text) => /^@EXPLICIT\s*$/m.test(text),
  async parse(lock) {
    const packages = lock.text.split(/\r?\n/).flatMap((raw, index): readonly LockedPackage[] => {
      const text = raw.trim();
      if (text === "" || text.startsWith("#") || text === "@EXPLICIT") return [];
      const found = /^(\S+?)\/([^/#]+)\/([^/#]+)-([^-/#]+)-([^-/#]+)\.(?:conda|tar\.bz2)(?:#(\S+))?$/.exec(text);
      if (found === null) throw lockError(lock, index + 1, 1, "this is no package of conda (https://channel/platform/name-version-build.conda#hash)");
      const [, channel, platform, name, version, , hash] = found as unknown as readonly string[];
      const sha256 = /^(?:sha256:)?([0-9a-f]{64})$/.exec(hash ?? "")?.[1];
      const md5 = /^(?:md5:)?([0-9a-f]{32})$/.exec(hash ?? "")?.[1];
      return [{
        name: distributionName(name as string),
        version: version as string,
        hashes: sha256 !== undefined ? [`sha256:${sha256}`] : md5 !== undefined ? [`md5:${md5}`] : [],
        wheels: [],
        marker: platformMarker(platform as string),
        source: { kind: "conda", location: redactLocation(channel as string) },
        optional: null,
        line: index + 1,
      }];
    });
    return { packages, notes: [] };
  },
};
