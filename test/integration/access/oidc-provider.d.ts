/** The part of oidc-provider that the tests use; the package has no types of its own. */
declare module "oidc-provider" {
  export class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>);
    callback(): (request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => void;
  }
}
