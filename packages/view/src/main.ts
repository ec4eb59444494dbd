/** The page: of a trace, which is written into it, or of a laboratory that is up, which it asks for what happens. */
import { place } from './dom.js';
import { showLive } from './live.js';
import type { PageData, PageLive } from './model.js';
import { unpacked } from './packed.js';
import { show } from './show.js';

const carried = (await unpacked(place('data').textContent ?? '')) as PageData | PageLive;
// It is in the store from now on: the text need not stay beside it.
place('data').remove();

if ('live' in carried) await showLive(carried.live);
else show(carried);
