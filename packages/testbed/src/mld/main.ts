/** An access point with several links, or of Wi-Fi 7, as a program: `node main.js SETTINGS.json`. Says what happens, a line each. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { VWifi } from '@vwifi/nl80211';
import { Air } from './air.js';
import { Control } from './control.js';
import { checkAllowed, obey } from './country.js';
import { Point } from './point.js';
import type { PointSettings } from './settings.js';

async function run(settings: PointSettings): Promise<void> {
  const { interface: name, control: path } = settings;
  await using wifi = await VWifi.open();
  if (settings.country !== undefined) await obey(wifi, settings.country);
  const dev = wifi.dev(name);
  if ((await dev.info()).type !== 'ap') {
    await dev.down();
    await dev.setType('ap');
  }
  await dev.up();
  const { mac, radio, index = 0, links = [] } = await dev.info();
  const its = await wifi.radio(radio);
  checkAllowed(its, settings);
  let control: Control | undefined;
  const tell = (event: string): void => {
    // As hostapd -t has it.
    console.log(`${(Date.now() / 1000).toFixed(6)}: ${name}: ${event}`);
    control?.tell(event);
  };
  const point = new Point(settings, mac, its, tell);
  let end = (): void => {};
  let fail: (error: Error) => void = () => {};
  const ended = new Promise<void>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  // It may be over before it is waited for.
  ended.catch(() => {});
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, end);
  await using air = await Air.open(index, (...event) => point.see(...event), fail);
  // Whoever was here before may have been killed; who is here still has the frames.
  for (const { linkId } of links) await wifi.commands.removeLink({ dev: name, mloLinkId: linkId });
  try {
    if (path !== undefined) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o750 });
      // What somebody left behind who was killed.
      rmSync(path, { force: true });
      control = new Control(path, point, settings, end);
    }
    await point.start(air);
    await ended;
  } finally {
    await point.close();
    await control?.close();
  }
}

try {
  await run(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as PointSettings);
} catch (error) {
  console.log(`access point: ${(error as Error).message}`);
  process.exitCode = 1;
}
