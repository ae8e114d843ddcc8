import type { PersonFunction } from "../../../src/core/domain/change-request.ts";

/** The functions as people say them. */
export const functionWords: Readonly<Record<PersonFunction, string>> = { "data-science": "data science", engineering: "engineering", compliance: "compliance", product: "product" };

export const isFunction = (name: string): name is PersonFunction => Object.hasOwn(functionWords, name);
