import { inflateSync } from "node:zlib";
import { z } from "zod";
import { StageSample } from "../../../core/domain/stage.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";

/** The answer's header that carries what the stages held, and the request's that asks for it. */
export const stagesHeader = "x-lockstep-stages";
export const traceHeader = "x-lockstep-trace";

/** Far more than 12,000 compressed bytes of numbers unpack to; a header that claims more is no SDK's. */
const longestText = 4 * 2 ** 20;

const Stages = z.object({ id: z.string(), stages: z.array(StageSample) });

/** The stages of one traced answer; LS404 when the header is there and is not what the SDK writes. */
export const readStageHeader = (header: string, place: string): readonly StageSample[] => {
  try {
    const text = inflateSync(Buffer.from(header, "base64"), { maxOutputLength: longestText }).toString("utf8");
    return Stages.parse(JSON.parse(text)).stages;
  } catch (cause) {
    throw new LockstepError("LS404", { message: `the answer's ${stagesHeader} header cannot be read`, place, todo: "Update the SDK in the server, or switch stage tracing off.", cause });
  }
};
