/**
 * The bytes that a DSSE signature is over: `DSSEv1`, then type and payload, each with its length in bytes before it, all parted by blanks.
 * The type is signed with the payload, so that a payload of one kind can never be shown as one of another.
 * Source: https://github.com/secure-systems-lab/dsse/blob/v1.0.0/protocol.md
 */
export const preAuthenticationEncoding = (payloadType: string, payload: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.byteLength} `), payload]);
