/** The command line is not what the command takes. */
export class UsageError extends Error {}
