/** What the tables did not know of a message that was read: each `$unknown`, with its path, as `.bss#99`. */
export function unknownOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$unknown'
      ? (inner as { id: number; problem?: string }[]).map(({ id, problem }) =>
          `${path}#${id} ${problem ?? ''}`.trim(),
        )
      : unknownOf(inner, `${path}.${key}`),
  );
}
