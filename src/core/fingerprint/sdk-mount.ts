/** Where the SDK is mounted when nobody says otherwise. */
export const usualMount = "/lockstep";

/** Header that carries the token which a mount asks for, and the variable by which server and tool both know it. */
export const tokenHeader = "x-lockstep-token";
export const tokenVariable = "LOCKSTEP_TOKEN";
