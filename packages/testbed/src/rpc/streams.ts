/** Numbers of the byte streams of a machine's calls. */
export const Stream = { input: 0, output: 1, errors: 2, message: 3 } as const;
/** A message of a watch begins with its time. */
export const TIME_OCTETS = 8;
