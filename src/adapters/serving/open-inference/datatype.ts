import type { DType } from "../../../core/domain/dtype.ts";

const byDatatype: Readonly<Record<string, DType>> = {
  BOOL: "bool",
  UINT8: "uint8", UINT16: "uint16", UINT32: "uint32", UINT64: "uint64",
  INT8: "int8", INT16: "int16", INT32: "int32", INT64: "int64",
  FP16: "float16", FP32: "float32", FP64: "float64",
  // Eight bits of mantissa travel as a float32 without loss.
  BF16: "float32",
  BYTES: "string",
};

/** The dtype of a tensor's elements; null for a datatype the protocol does not know. */
export const dtypeOf = (datatype: string): DType | null => byDatatype[datatype.toUpperCase()] ?? null;
