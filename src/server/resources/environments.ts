import { z } from "zod";
import { environmentsOf } from "../../app/runs/environments-of.ts";
import { EnvironmentDifference } from "../../core/domain/environment-difference.ts";
import { Fingerprint } from "../../core/domain/fingerprint.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { route } from "../route.ts";

const Differences = z.array(EnvironmentDifference);
const Environments = z.object({
  model: z.string(), reference: z.string().nullable(),
  environments: z.array(z.object({
    environment: z.string(), at: z.string(), source: z.enum(["run", "record"]), subject: z.string(), replica: z.string().nullable(), method: Fingerprint.shape.method, probe: z.string(), fields: z.number().int(), unread: z.number().int(),
    differences: Differences.nullable(), since: z.object({ run: z.string(), at: z.string(), differences: Differences }).nullable(),
  })),
});

const environments = route({ method: "get", path: "/api/v1/environments", scope: "read", tag: "environments", summary: "What every environment of a model was when it was last read, side by side, and what changed since it was well", query: z.strictObject({ model: z.string(), reference: z.string().optional().describe("the environment that the others are held against; the first by name when left out") }), result: Environments }, ({ query, principal, world }) => {
  mustMayModel(principal, query.model);
  return { model: query.model, ...environmentsOf(world, query.model, query.reference ?? null) } as z.infer<typeof Environments>;
});

export const environmentRoutes = [environments] as const;
