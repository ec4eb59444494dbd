import assert from 'node:assert/strict';
import { nodes } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';
import { unpacked } from '../lib/unpacked.js';

export default scenario(
  'airmon-ng lists a radio with its driver, makes a monitor of its interface and takes it back',
  { unpacked: ['aircrack-ng', 'rfkill'], nightly: true },
  async (context) => {
    const [, station] = await nodes(context, 2);
    assert.ok(station);
    const airmon = (...words: readonly string[]) =>
      station.run([...unpacked(['aircrack-ng', 'rfkill'], ['timeout', '60', 'airmon-ng', ...words])]);
    const row = new RegExp(`^vw_phy1\\s+(\\S+)\\s+${context.driver}\\s`, 'm');
    assert.equal(row.exec(await airmon())?.[1], 'vw1', 'it is listed, by radio and driver');
    const started = await airmon('start', 'vw1');
    assert.doesNotMatch(started, /ERROR|error|assign/);
    const info = async () => await station.run('iw dev');
    const monitor = /Interface (vw1mon)\n(?:.*\n)*?\s+type monitor/.exec(await info())?.[1];
    assert.equal(monitor, 'vw1mon', await info());
    await airmon('stop', 'vw1mon');
    assert.doesNotMatch(await info(), /vw1mon|type monitor/);
    assert.match(await info(), /Interface vw1\n(?:.*\n)*?\s+type managed/);
  },
);
