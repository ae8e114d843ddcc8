/** Answers in the words of TensorFlow Serving, which no package installs: written after its documentation, its sources and its issues. */

export const status = (...versions: readonly (readonly [version: string, state: string, message?: string])[]): string =>
  JSON.stringify({ model_version_status: versions.map(([version, state, message = ""]) => ({ version, state, status: { error_code: message === "" ? "OK" : "NOT_FOUND", error_message: message } })) }, null, 1);

const tensor = (dtype: string, shape: readonly number[], name: string) => ({ dtype, tensor_shape: { dim: shape.map((size) => ({ size: String(size), name: "" })), unknown_rank: false }, name });

interface Tensors {
  readonly [name: string]: readonly [dtype: string, shape: readonly number[]];
}

/** What `GET …/metadata` answers: signatures by name, with their tensors. */
export const metadata = (signatures: Readonly<Record<string, { readonly inputs: Tensors; readonly outputs: Tensors }>>, version = "3"): string =>
  JSON.stringify({
    model_spec: { name: "m", signature_name: "", version },
    metadata: {
      signature_def: {
        signature_def: {
          ...Object.fromEntries(Object.entries(signatures).map(([name, { inputs, outputs }]) => [name, {
            inputs: Object.fromEntries(Object.entries(inputs).map(([input, [dtype, shape]]) => [input, tensor(dtype, shape, `${name}_${input}:0`)])),
            outputs: Object.fromEntries(Object.entries(outputs).map(([output, [dtype, shape]]) => [output, tensor(dtype, shape, "StatefulPartitionedCall:0")])),
            method_name: "tensorflow/serving/predict",
          }])),
          __saved_model_init_op: { inputs: {}, outputs: { __saved_model_init_op: { dtype: "DT_INVALID", tensor_shape: { dim: [], unknown_rank: true }, name: "NoOp" } }, method_name: "" },
        },
      },
    },
  });

export const malformed = (method: string, path: string): string => `{ "error": "Malformed request: ${method} ${path}" }`;

/** The floats that versions before 1.11 wrote. */
export const oldFloats = '{\n    "predictions": [6e-07.0, 1.0\n    ]\n}';

/** Tokens that are no JSON, as the server writes them. */
export const notFinite = '{\n    "predictions": [NaN, -Infinity\n    ]\n}';

/** Several outputs come as objects, whose bytes are base64. */
export const severalOutputs = '{\n    "predictions": [\n        {\n            "scores": [0.1, 0.9],\n            "label_bytes": { "b64": "eWVz" }\n        },\n        {\n            "scores": [0.75, 0.25],\n            "label_bytes": { "b64": "/w==" }\n        }\n    ]\n}';

/** The same in the form of columns. */
export const severalColumns = '{\n    "outputs": {\n        "scores": [[0.1, 0.9], [0.75, 0.25]],\n        "label_bytes": [{ "b64": "eWVz" }, { "b64": "/w==" }]\n    }\n}';
