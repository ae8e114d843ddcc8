import { z } from "zod";
import { tokenScopes } from "../core/domain/access.ts";
import { Problem } from "./problem.ts";
import type { AnyRoute } from "./route.ts";

type Json = Readonly<Record<string, unknown>>;

/** JSON Schema 2020-12, which is what OpenAPI 3.1 speaks; without the marks of a document of its own. */
const schemaOf = (schema: z.ZodType, io: "input" | "output"): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
};

const parametersOf = (schema: z.ZodType | undefined, where: "path" | "query"): Json[] => {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(schema, "input") as { properties?: Readonly<Record<string, Json>>; required?: readonly string[] };
  return Object.entries(properties).map(([name, each]) => ({ name, in: where, required: where === "path" || required.includes(name), schema: each, ...(typeof each["description"] === "string" ? { description: each["description"] } : {}) }));
};

const problem = { description: "what went wrong and what to do", content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } };

const operationOf = ({ spec }: AnyRoute): Json => ({
  tags: [spec.tag],
  summary: spec.summary,
  operationId: `${spec.method}${spec.path.replaceAll(/[{}]/g, "").split(/[/.:-]/).filter((part: string) => part !== "").map((part: string) => part.charAt(0).toUpperCase() + part.slice(1)).join("")}`,
  ...(spec.scope === null ? (spec.unsigned === undefined ? { security: [] } : { security: [{ token: [] }, { session: [] }, {}], "x-scope-unsigned": spec.unsigned }) : { security: [{ token: [] }, { session: [] }], "x-scope": spec.scope }),
  parameters: [...parametersOf(spec.params, "path"), ...parametersOf(spec.query, "query")],
  ...(spec.body === undefined ? spec.reads === "raw" ? { requestBody: { content: { "*/*": { schema: {} } } } } : {} : { requestBody: { required: true, content: { "application/json": { schema: schemaOf(spec.body, "input") } } } }),
  responses: {
    [spec.status ?? 200]: typeof spec.result === "string" ? { description: "as asked", content: { [spec.result]: {} } } : { description: "as asked", content: { "application/json": { schema: schemaOf(spec.result, "output") } } },
    default: problem,
  },
});

/** The whole interface as OpenAPI 3.1, from the routes themselves. */
export const openApi = (routes: readonly AnyRoute[], version: string): Json => {
  const paths: Record<string, Record<string, Json>> = {};
  for (const each of routes) (paths[each.spec.path] ??= {})[each.spec.method] = operationOf(each);
  return {
    openapi: "3.1.0",
    info: { title: "Lockstep", version, description: `Every route names the scope it needs (x-scope). Tokens may hold: ${tokenScopes.join(", ")}.`, license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
    paths,
    components: {
      schemas: { Problem: schemaOf(Problem, "output") },
      securitySchemes: { token: { type: "http", scheme: "bearer" }, session: { type: "apiKey", in: "cookie", name: "lockstep_session", description: "over https: __Host-lockstep_session" } },
    },
  };
};
