import type { GateFacts, GateQuestion, KnownRollout } from "../../core/gate/gate-facts.ts";
import { type GateVerdict, gateVerdict } from "../../core/gate/gate-verdict.ts";
import type { ServerWorld } from "../serve/server-world.ts";
import { createGateFacts, type GatePlace } from "./gate-facts.ts";
import { createRolloutMemory, type RolloutMemory } from "./rollout-memory.ts";

type World = Pick<ServerWorld, "store" | "catalogue" | "loaded" | "folder" | "clock" | "changes" | "log" | "io">;

/** What a world's gates keep between two questions. */
const kept = new WeakMap<object, { readonly facts: (place: GatePlace, now: number) => GateFacts; readonly memory: RolloutMemory }>();

/**
 * Answers a controller, and remembers a failure for its rollout before it is told, so that no later answer to the same rollout passes. Gives the verdict with what was
 * remembered of the rollout when it was made. `by`: who asks. Throws when nothing can be read, LS704 for who begins too many rollouts.
 */
export const askGate = (world: World, question: GateQuestion, by: string): { readonly told: GateVerdict; readonly known: KnownRollout | null } => {
  const { facts, memory } = kept.get(world.catalogue) ?? open(world);
  const now = world.clock.now();
  const known = memory.begin(question, now, by);
  const told = gateVerdict(question, facts(question, now), known, now);
  if (told.verdict === "fail" && !told.failedBefore) {
    memory.fail(question, { at: told.asOf === null ? now : Date.parse(told.asOf), run: told.run, finding: told.finding, action: told.decision === "roll-back" ? "roll-back" : "pause", sentence: told.sentence }, now);
  }
  return { told, known };
};

const open = (world: World) => {
  const { facts, warm } = createGateFacts(world);
  const made = { facts, memory: createRolloutMemory(world.folder) };
  // What was entered is read before the next question, not while it waits.
  world.changes.subscribe(() => {
    try {
      warm(world.clock.now());
    } catch (cause) {
      world.log.warn({ what: "gates", error: world.io.redact((cause as Error).message) }, "what is new could not be read ahead of the next question");
    }
  });
  kept.set(world.catalogue, made);
  return made;
};
