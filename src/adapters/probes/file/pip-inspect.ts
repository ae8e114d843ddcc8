import { z } from "zod";
import type { Fingerprint, FingerprintField } from "../../../core/domain/fingerprint.ts";
import { distributionName } from "../../../core/fingerprint/distribution-name.ts";
import { originText } from "../../../core/fingerprint/origin-text.ts";

const PipInspect = z.looseObject({
  version: z.string(),
  pip_version: z.string(),
  installed: z.array(z.looseObject({
    metadata: z.looseObject({ name: z.string(), version: z.string() }),
    metadata_location: z.string().optional(),
    installer: z.string().optional(),
    direct_url: z.looseObject({ dir_info: z.looseObject({ editable: z.boolean().optional() }).optional(), vcs_info: z.looseObject({ vcs: z.string().optional(), commit_id: z.string().optional() }).optional() }).optional(),
  })),
  environment: z.record(z.string(), z.string()).default({}),
});

const hiddenInside = "a list of installed packages says nothing of the running process";

/** What `pip inspect` wrote, as a fingerprint that was declared: packages and the interpreter, nothing of a process. Null when it is none. */
export const fingerprintOfPipInspect = (raw: unknown, writtenAt: string): Fingerprint | null => {
  const read = PipInspect.safeParse(raw);
  if (!read.success) return null;
  const { installed, environment, pip_version: pip } = read.data;
  const field = (value: FingerprintField["value"], how: string, scope: FingerprintField["scope"] = "container"): FingerprintField => ({ value, scope, how });
  const fields: Record<string, FingerprintField> = {};
  const put = (id: string, variable: string, scope: FingerprintField["scope"] = "container"): void => {
    const value = environment[variable];
    if (value !== undefined && value !== "") fields[id] = field(value, `pip inspect: ${variable}`, scope);
  };
  put("python.version", "python_full_version");
  put("python.implementation", "implementation_name");
  put("cpu.machine", "platform_machine", "host");
  put("os.kernel", "platform_release", "host");
  for (const { metadata, metadata_location: where, installer, direct_url: direct } of installed) {
    const name = distributionName(metadata.name);
    fields[`package.version:${name}`] = field(metadata.version, `pip inspect: ${where ?? metadata.name}`);
    // The tags of the wheel are not among what pip inspect tells, so only what is no plain wheel can be said.
    const origin = originText({ installer: installer ?? "", tags: [], directUrl: direct ?? null });
    if (origin !== "wheel") fields[`package.origin:${name}`] = field(origin, "pip inspect: installer, direct_url");
  }
  return {
    lockstep: "fingerprint", schemaVersion: 1, probe: `pip ${pip}`, takenAt: writtenAt, method: "declared", pid: null, fields,
    unread: Object.fromEntries(["model.file", "native.library", "package.loaded", "package.integrity", "threads.variable", "kernels.variable", "gpu.variable", "framework.switch"].map((id) => [id, hiddenInside])),
  };
};
