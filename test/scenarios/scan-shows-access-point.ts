import assert from 'node:assert/strict';
import { hostapd, nodes, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** What /proc/uptime counts in. */
const TICK_SECONDS = 0.01;

export default scenario('a scan shows the access point as it is', {}, async (context) => {
  const [ap, station] = await nodes(context, 2);
  assert.ok(ap && station);
  await hostapd(context, ap, { ...WPA2, beacon_int: 100, dtim_period: 3, wmm_enabled: 1 });
  const heard = await station.iw('scan', 'freq', '2437', 'passive');
  assert.match(heard, /TIM: DTIM Count [012] DTIM Period 3 Bitmap Control 0x0 Bitmap\[0\] 0x0/);
  const scan = await station.run('cat /proc/uptime && iw dev vw1 scan flush && cat /proc/uptime');

  assert.deepEqual(scan.match(/^BSS [\w:]+/gm), [`BSS ${ap.mac}`], 'this access point and no other');
  assert.match(scan, /^\tfreq: 2437(\.0)?$/m);
  assert.match(scan, /^\tbeacon interval: 100 TUs$/m);
  assert.match(scan, /^\tcapability: ESS Privacy.*\(0x[0-9a-f]*1[0-9a-f]\)$/m);
  const signal = Number(scan.match(/^\tsignal: (-\d+\.\d+) dBm$/m)?.[1]);
  assert.ok(signal <= -30 && signal >= -100, `signal ${signal}`);
  assert.match(scan, /^\tSSID: test$/m);
  assert.match(
    scan,
    /^\tRSN:\t \* Version: 1\n\t\t \* Group cipher: CCMP\n\t\t \* Pairwise ciphers: CCMP\n/m,
  );
  assert.match(scan, /Authentication suites: PSK/);
  assert.match(scan, /WMM:\t \* Parameter version 1/);

  const tsf = Number(scan.match(/^\tTSF: (\d+) usec/m)?.[1]) / 1e6;
  const [before = 0, after = 0] = [...scan.matchAll(/^(\d+\.\d+) \d+\.\d+$/gm)].map(([, up]) => Number(up));
  assert.ok(
    tsf > before - TICK_SECONDS && tsf < after + TICK_SECONDS,
    `TSF ${tsf} s, up for ${before} s before the scan and ${after} s after it`,
  );

  const dump = await station.run('iw dev vw1 scan > /dev/null && iw dev vw1 scan dump');
  assert.match(dump, new RegExp(`^BSS ${ap.mac}`, 'm'), 'the result is kept');
});
