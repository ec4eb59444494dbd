import { parseLab } from './parse.js';
import { placesOf } from './places.js';

const [ap] = parseLab('nodes:\n  ap: {kind: ap}\n', 'l.yaml').nodes;
if (!ap) throw new Error('no node');

it("keeps a guest's sockets where its tools look for them", () => {
  const places = placesOf('/tmp/x', 'uml');
  expect(places.control(ap)).toBe('/run/hostapd/vw0');
  expect(places.machineConf(ap)).toBe('/run/vwifi/ap/hostapd.conf');
  expect(places.conf(ap)).toBe('/tmp/x/nodes/ap/hostapd.conf');
});

it('keeps everything in its own folder on the host', () => {
  const places = placesOf('/tmp/x', 'host');
  // One level: hostapd makes the folder, not what it is in.
  expect(places.control(ap)).toBe('/tmp/x/hostapd/vw0');
  expect(places.machineConf(ap)).toBe(places.conf(ap));
});
