import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { codec, nl80211 } from '@vwifi/nl80211/netlink';
import { formatCapture, unknownOf } from '@vwifi/nl80211/testing';
import { captureIw, captureName } from '../lib/iw/captures.js';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const FIXTURES = fileURLToPath(new URL('../../../packages/nl80211/fixtures/iw/', import.meta.url));
/** The number of the controller; families have higher ones. */
const CONTROLLER = 16;
/** Of generic netlink. */
const HEADER = 4;

/**
 * Also on mac80211_hwsim (--driver). `npm run capture` keeps what passed by as the library's fixtures, a file for each
 * command of iw.
 */
export default scenario(
  'whatever iw and the kernel say to each other, the library knows every attribute of it',
  {},
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    await hostapd(context, ap, OPEN);
    const captures = await captureIw(context, station, ap.mac);
    const silent = captures.filter(({ lines }) => lines.length === 0).map(({ iw }) => iw);
    assert.deepEqual(silent, []);
    let messages = 0;
    const wrong = new Set<string>();
    for (const { iw, lines } of captures) {
      for (const { type, payload } of lines.flatMap(({ data }) => codec.splitMessages(data))) {
        if (type <= CONTROLLER) continue;
        messages++;
        const attributes = codec.decodeTable(nl80211.message, payload.subarray(HEADER));
        for (const each of unknownOf(attributes)) wrong.add(`iw ${iw}: ${each}`);
      }
    }
    context.timeline.note(`${messages} messages of ${captures.length} commands`);
    assert.deepEqual([...wrong], []);
    assert.ok(messages > 200, `${messages} messages`);
    if (!process.env.VWIFI_CAPTURE) return;
    for (const { iw, lines } of captures)
      await writeFile(`${FIXTURES}${captureName(iw)}.txt`, `# iw ${iw}\n${formatCapture(lines)}`);
  },
);
