import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { kayentaJudgement } from "../../core/gate/kayenta-judgement.ts";
import { KayentaJudgement, KayentaRequest } from "../../core/gate/kayenta-request.ts";
import { route } from "../route.ts";

/** About a second's work; everybody else waits meanwhile. */
const mostValues = 200_000;

/** Judges the series that it is sent, and nothing that is stored: the one gate that computes while somebody waits, milliseconds for a canary's worth of points. */
const judge = route({ method: "post", path: "/judge", scope: "gate", tag: "gates", summary: "Kayenta's remote judge: are two sets of series equivalent", body: KayentaRequest, result: KayentaJudgement },
  ({ body }) => {
    const values = body.metricSetPairList.reduce((sum, { values: { control, experiment } }) => sum + (control?.length ?? 0) + (experiment?.length ?? 0), 0);
    if (values > mostValues) throw new LockstepError("LS705", { message: `a judgement may hold ${mostValues} values, and this one holds ${values}`, place: "metricSetPairList", todo: "Ask with a longer step, or for fewer metrics." });
    return kayentaJudgement(body);
  });

export const kayentaRoutes = [judge] as const;
