/** `@vwifi/testbed/records`: what happened in a laboratory, as one stream, for whoever reads it. */
export { frameRecord } from './frame.js';
export type * from './record.js';
export { FRAME_OCTETS, inTime, OUTPUT_OCTETS, parseRecords } from './record.js';
export { RECORDS_FILE, readRecords } from './store.js';
