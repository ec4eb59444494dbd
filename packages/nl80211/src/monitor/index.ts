/** What passes by between programs and nl80211: from a capture, or live. */
export { Families } from './families.js';
export { type LiveOptions, watch } from './live.js';
export { type Captured, readCapture } from './pcap.js';
export { plain, viewJson, viewText } from './text.js';
export { type View, Viewer } from './view.js';
