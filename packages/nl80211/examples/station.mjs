// Joins an open network and says how well it is heard, until Ctrl-C: node station.mjs wlan0 NAME
import { ConnectError, VWifi } from '@vwifi/nl80211';

const [dev = 'wlan0', ssid = 'anybody'] = process.argv.slice(2);
const wifi = await VWifi.open();
const station = wifi.dev(dev);
const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => stop.abort());

await station.up();
try {
  const { bssid } = await station.connect({ ssid, signal: stop.signal });
  console.log(`connected to ${bssid}`);
} catch (error) {
  if (!(error instanceof ConnectError)) throw error;
  console.error(error.message); // the network's own words are in error.statusText and error.reasonText
  process.exit(1);
}
const link = await station.link();
console.log(`${link.ssid}, channel ${link.channel}, ${link.signalDbm} dBm, ${link.txBitrate?.mbps} Mbit/s`);

const quality = await station.watchSignal({ thresholdsDbm: [-70], signal: stop.signal });
for await (const event of quality) {
  if (event.name === 'signal') console.log(`signal ${event.level}: ${event.signalDbm} dBm`);
}
await station.disconnect();
await wifi.close();
