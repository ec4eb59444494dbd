import assert from 'node:assert/strict';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';
import { unpacked } from '../lib/unpacked.js';

/** What a terminal would show, without what moves its cursor. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to go.
const onScreen = (text: string) => text.replace(/\x1b(\[[\d;?]*[a-zA-Z]|\([A-Z0-9])|[\x0e\x0f\r]/g, ' ');

export default scenario(
  'wavemon shows the access point, the signal and the channel of a station',
  { unpacked: ['wavemon'] },
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    await hostapd(context, ap, OPEN);
    assert.ok(await station.connects('test'));
    const command = `stty rows 40 cols 120; TERM=xterm wavemon -i ${station.interface}`;
    const screen = await context.start(
      'wavemon',
      unpacked('wavemon', ['script', '-qfc', command, '/dev/null']),
      { netns: station.netns },
    );
    const shown = await context.eventually('the screen is drawn', async () => {
      const text = onScreen(screen.output.toString());
      return /-50 dBm/.test(text) && text.includes(ap.mac) && text;
    });
    assert.match(shown, /Interface.*vw1/);
    assert.match(shown, /SSID:\s+test/);
    assert.match(shown, /2437 MHz/);
  },
);
