export type * from './machine/machine.js';
