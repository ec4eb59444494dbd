/** What a daemon serves of its laboratory. A list by itself, so that it can serve before the laboratory's code is loaded. */
export const labMethods = [
  'lab.up',
  'lab.bare',
  'lab.status',
  'lab.get',
  'lab.power',
  'lab.records',
  'lab.note',
  'lab.mark',
  'lab.reset',
  'lab.link',
  'lab.deny',
  'lab.place',
  'lab.signal',
  'wire.get',
  'wire.set',
  'wire.record',
] as const;
