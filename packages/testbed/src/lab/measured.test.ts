import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildRadiotap, interfaceBlock, packetBlock, sectionBlock } from '@vwifi/nl80211/capture';
import { captureValues, tableValues, withMeasured } from './measured.js';
import { parseLab } from './parse.js';
import { deedText } from './timeline.js';

const PHONE = '02:00:00:00:00:01';

describe('a table of signals', () => {
  it('has seconds and dBm, from its first time on, with or without a line of names', () => {
    const values = [
      { atMs: 0, signalDbm: -60 },
      { atMs: 500, signalDbm: -61 },
    ];
    expect(tableValues('time,rssi\n100.0,-60\n100.5,-60.7\n')).toEqual(values);
    expect(tableValues('# a walk\r\n0;-60\r\n\r\n0.5;-61\r\n')).toEqual(values);
  });

  it('says in which line it is none', () => {
    expect(() => tableValues('0,-60\n1,loud')).toThrow('has in line 2 no time in seconds and signal in dBm');
    expect(() => tableValues('0,-60\n1,5')).toThrow('has in line 2 5 dBm');
    expect(() => tableValues('1,-60\n0,-60')).toThrow('has in line 2 a time before the one above it');
  });
});

/** A data frame of somebody, heard with that signal so many milliseconds after the first. */
const heard = (atMs: number, signalDbm: number, from: string) =>
  packetBlock({
    ...{ interface: 0, time: BigInt(1_700_000_000_000 + atMs) * 1_000_000n },
    frame: Buffer.concat([
      buildRadiotap([{ name: 'signal', dbm: signalDbm }]),
      Buffer.from(`08010000020000000000${from.replaceAll(':', '')}0200000000001000`, 'hex'),
    ]),
  });
const capture = (...frames: Uint8Array[]) =>
  Buffer.concat([sectionBlock('phone'), interfaceBlock('wlan0', 'radiotap'), ...frames]);

describe('a capture', () => {
  it('has the mean of what one was heard with, in each tenth of a second', async () => {
    const octets = capture(
      heard(0, -50, PHONE),
      heard(20, -30, '02:00:00:00:00:02'),
      heard(40, -54, PHONE),
      heard(250, -70, PHONE),
    );
    expect(await captureValues(octets, PHONE.toUpperCase())).toEqual([
      { atMs: 0, signalDbm: -52 },
      { atMs: 200, signalDbm: -70 },
    ]);
    await expect(captureValues(octets, undefined)).rejects.toThrow('say whose frames are meant');
  });
});

describe('a time line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vwifi-measured-'));
  const lab = (moment: string) =>
    parseLab(
      `nodes:\n  ap: { kind: ap, ssid: x }\n  sta1: { kind: station }\ntimeline:\n  - ${moment}\n`,
      join(folder, 'lab.yaml'),
    ).timeline ?? [];

  it('has the moments of a file, each change of its signal one', async () => {
    writeFileSync(join(folder, 'walk.csv'), '0,-60\n1,-60\n2,-70\n');
    const timeline = lab('{ at: 1s, measured: { from: ap, to: sta1, both: true, file: walk.csv } }');
    expect(timeline.map(({ deed }) => deedText(deed))).toEqual([
      'sta1 hears ap, and is heard, as in walk.csv',
    ]);
    const all = await withMeasured(timeline);
    expect(all.map(({ atMs, deed, isPart }) => [atMs, deed.do, isPart])).toEqual([
      [1000, 'measured', undefined],
      [1000, 'fade', true],
      [3000, 'fade', true],
    ]);
    expect(all[2]?.deed).toEqual({ do: 'fade', from: 'ap', to: 'sta1', both: true, signalDbm: -70 });
  });

  it('takes a capture for one by its first octets, and says of a file what is wrong with it', async () => {
    writeFileSync(join(folder, 'phone.pcapng'), capture(heard(0, -50, PHONE)));
    const of = (more: string) => withMeasured(lab(`{ at: 1s, measured: { from: ap, to: sta1, ${more} } }`));
    expect(await of(`file: phone.pcapng, of: "${PHONE}"`)).toHaveLength(2);
    await expect(of('file: phone.pcapng')).rejects.toThrow(/phone\.pcapng is a capture: say whose/);
    await expect(of('file: phone.pcapng, of: "02:00:00:00:00:09"')).rejects.toThrow(/has no frame of/);
    writeFileSync(join(folder, 'empty.csv'), 'time,rssi\n');
    await expect(of('file: empty.csv')).rejects.toMatchObject({ code: 'MEASURED' });
    expect(() => lab('{ at: 1s, measured: { from: ap, to: nobody, file: walk.csv } }')).toThrow(
      /measured\.to is "nobody"/,
    );
    expect(() => lab('{ at: 1s, measured: { from: ap, to: sta1, file: gone.csv } }')).toThrow(
      /gone\.csv, which is not there/,
    );
  });
});
