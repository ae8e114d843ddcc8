import { z } from "zod";

/** The type a value had where the model wrote it. `json` is anything that is not a scalar and was not flattened. */
export const DType = z.enum([
  "bool",
  "int8", "int16", "int32", "int64",
  "uint8", "uint16", "uint32", "uint64",
  "float16", "float32", "float64",
  "string", "json", "null",
]);
export type DType = z.infer<typeof DType>;

export const isFloat = (dtype: DType): boolean => dtype === "float16" || dtype === "float32" || dtype === "float64";
export const isInteger = (dtype: DType): boolean => dtype.startsWith("int") || dtype.startsWith("uint");
export const isNumeric = (dtype: DType): boolean => isFloat(dtype) || isInteger(dtype);
