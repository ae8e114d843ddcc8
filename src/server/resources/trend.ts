import { z } from "zod";
import { trendSince } from "../../app/runs/trend.ts";
import { Verdict } from "../../core/domain/verdict.ts";
import { route } from "../route.ts";

const dayMs = 864e5;
const Turn = z.object({ model: z.string(), before: Verdict, now: Verdict });
const Trend = z.object({ since: z.string(), better: z.array(Turn), worse: z.array(Turn), fresh: z.array(z.string()).describe("models that had no run then"), same: z.number().int() });

const trend = route({
  method: "get", path: "/api/v1/trend", scope: "read", tag: "models", summary: "Which models stand better or worse than so many days ago, by the newest runs of all their environments",
  query: z.strictObject({ days: z.coerce.number().int().min(1).max(366).default(7) }), result: Trend,
}, ({ query: { days }, principal, world }) => {
  const { better, worse, fresh, ...rest } = trendSince(world.catalogue, new Date(world.clock.now() - days * dayMs).toISOString(), principal.models);
  return { ...rest, better: [...better], worse: [...worse], fresh: [...fresh] };
});

export const trendRoutes = [trend] as const;
