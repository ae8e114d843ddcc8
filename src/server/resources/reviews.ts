import { z } from "zod";
import { doneReview, loadReviews } from "../../app/governance/reviews.ts";
import { Review } from "../../core/domain/review.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { pageOf } from "../page-query.ts";
import { route } from "../route.ts";

const reviews = route({ method: "get", path: "/api/v1/reviews", scope: "read", tag: "governance", summary: "What is looked at again and again: when it is due, and whose turn it is", result: pageOf(Review) }, ({ world }) => {
  const items = loadReviews(world.store, world.loaded?.manifest.policy ?? null, world.clock.now());
  return { items, next: null, total: items.length };
});

const done = route({ method: "post", path: "/api/v1/reviews/{name}/done", scope: "operate", tag: "governance", summary: "Say that a review was done, and what was found", params: z.object({ name: z.string().max(200) }), body: z.strictObject({ note: z.string().trim().min(1).max(10_000) }), result: Review }, ({ params, body, principal, world }) => {
  if (principal.kind === "token") throw new LockstepError("LS730", { message: `${principal.name} cannot do a review: that is for people`, place: params.name });
  return doneReview(world.store, world.loaded?.manifest.policy ?? null, params.name, { by: principal.name, note: body.note, now: world.clock.now() });
});

export const reviewRoutes = [reviews, done] as const;
