import { z } from "zod";

/** How an environment was reached and what it says of itself; holds no secret. */
export const EnvironmentRecord = z.object({
  /** `staging`, `production`, … as named by the user, or `reference` and `candidate`. */
  name: z.string(),
  side: z.enum(["reference", "candidate"]),
  kind: z.enum(["endpoint", "command", "file"]),
  /** URL without credentials, the command line, or the file's path. */
  address: z.string(),
  /** Protocol or file format. */
  protocol: z.string(),
  model: z.string().nullable(),
  version: z.string().nullable(),
  platform: z.string().nullable(),
  /** How the protocol and the request's shape were found out. */
  detection: z.string(),
  replicas: z.array(z.string()),
  /** sha256 of the file or of the recording, hex. */
  digest: z.string().nullable(),
});
export type EnvironmentRecord = z.infer<typeof EnvironmentRecord>;
