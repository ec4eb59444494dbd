/**
 * Prints what an interface hears, a line of JSON each: `node hears.mjs vw2 '{"secrets":[...],"kinds":[...]}'`. A line
 * of its standard input is another secret, or `end`; `hold` leaves what comes to the kernel until `go on`. The last line
 * says how many frames were heard and lost.
 */
import { createInterface } from 'node:readline';
import { VWifi } from '@vwifi/nl80211';
import { buildRadiotap, CaptureFile, packetText } from '@vwifi/nl80211/capture';

const [, , ref, words = '{}'] = process.argv;
const { secrets = [], file, frequency, ...options } = JSON.parse(words);
const wifi = await VWifi.open();
const capture = await wifi.dev(ref).capture(options);
if (frequency) await wifi.dev(capture.interfaceName).setChannel(frequency);
capture.decrypt(...secrets);
const record = file ? await CaptureFile.create(file, { interfaceName: capture.interfaceName }) : undefined;
const hex = (octets) => Buffer.from(octets).toString('hex');
let held = Promise.resolve();
let release = () => {};
createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === 'end') capture.close();
  else if (line === 'hold')
    held = new Promise((resolve) => {
      release = resolve;
    });
  else if (line === 'go on') release();
  else {
    capture.decrypt(JSON.parse(line));
    console.log('knows it');
  }
});
console.log(`listening on ${capture.interfaceName}`);

let frames = 0;
for await (const told of capture) {
  if (told.name === 'overrun') {
    console.log(JSON.stringify({ lost: told.lost }));
    continue;
  }
  frames++;
  await record?.write(told);
  const { frame, plain, cipher, packets, msdus, handshake, radiotap, frequencyMhz, signalDbm } = told;
  const { type, subtype, transmitter, receiver, reason } = plain ?? frame ?? {};
  // What was read of the header is written to the same octets.
  const same = radiotap && hex(buildRadiotap(radiotap.fields)) === hex(radiotap.octets);
  const said = {
    type,
    subtype,
    transmitter,
    receiver,
    reason,
    cipher,
    handshake,
    frequencyMhz,
    signalDbm,
    same,
  };
  const sealed = ((frame?.flags ?? 0) & 0x40) !== 0;
  console.log(
    JSON.stringify({
      ...said,
      sealed,
      fields: radiotap?.fields.map(({ name }) => name),
      packets: packets.map(packetText),
      payload: msdus.map(({ payload }) => hex(payload)).join(' '),
    }),
  );
  await held;
}
await record?.close();
console.log(JSON.stringify({ frames, lost: capture.lost }));
await wifi.close();
process.stdin.destroy();
