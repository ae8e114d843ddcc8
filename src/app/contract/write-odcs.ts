import { stringify } from "yaml";
import type { InferredColumn, InferredContract } from "./infer-contract.ts";

/** Families that the standard has a word for. */
const logicalTypes = new Set(["integer", "number", "boolean", "string", "date", "timestamp", "time", "array", "object"]);

/** What was observed as a draft contract of the Open Data Contract Standard v3.1. Every bound is marked as observed: nobody has agreed on it yet. */
export const writeOdcs = (inferred: InferredContract, owner: string | null): string => {
  const contract = {
    apiVersion: "v3.1.0", kind: "DataContract", id: slug(inferred.name), name: inferred.name, version: "0.1.0", status: "draft",
    description: { purpose: `What ${inferred.source} was like: ${inferred.rows} rows.`, limitations: "Every bound was observed, and nobody has agreed on it yet. Go through them, then set the status to active." },
    schema: [{
      name: inferred.name, logicalType: "object",
      properties: inferred.columns.map((column) => propertyOf(column, inferred.rows)),
      quality: [{ id: "some-rows", type: "library", metric: "rowCount", mustBeGreaterThan: 0, description: "there are rows" }],
    }],
    ...(owner === null ? {} : { team: { name: owner } }),
  };
  return `# Written by: lockstep contract infer. Properties that carry lockstepOrigin: observed hold what was seen, not what was agreed.\n${stringify(contract, { lineWidth: 0, aliasDuplicateObjects: false })}`;
};

const propertyOf = ({ name, type, family, filled, notFinite, minimum, maximum, categories, isUnique }: InferredColumn, rows: number): Record<string, unknown> => {
  const isRange = notFinite === 0 && minimum !== null;
  const seen = [`${filled} of ${rows} rows have a value`, ...(notFinite === 0 ? [] : [`${notFinite} are no finite number, so that no range was written`])];
  return {
    name, ...(logicalTypes.has(family) ? { logicalType: family } : {}), physicalType: type, description: `Observed: ${seen.join("; ")}.`,
    ...(isRange && logicalTypes.has(family) ? { logicalTypeOptions: { minimum, ...(maximum === null ? {} : { maximum }) } } : {}),
    required: rows > 0 && filled === rows && notFinite === 0,
    ...(isUnique ? { unique: true } : {}),
    ...(categories === null ? {} : { quality: [{ type: "library", metric: "invalidValues", arguments: { validValues: [...categories] }, mustBe: 0, description: `${name} is one of the values that were observed` }] }),
    customProperties: [{ property: "lockstepOrigin", value: "observed" }],
  };
};

/** An id as the standard's tools take it. */
const slug = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "") || "log";
