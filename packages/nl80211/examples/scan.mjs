// What is on the air, and every event while it is looked for: node scan.mjs wlan0
import { VWifi } from '@vwifi/nl80211';

const [dev = 'wlan0'] = process.argv.slice(2);
const wifi = await VWifi.open();
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());

const events = wifi.events({ signal: stop.signal });
await events.ready; // what happens from here on is seen
const shown = (async () => {
  for await (const event of events) console.log('event', event.name);
})();

await wifi.dev(dev).up();
for (const bss of await wifi.dev(dev).scan({ signal: stop.signal })) {
  const security = bss.security.join('+') || 'open';
  console.log(bss.bssid, bss.ssid || '(hidden)', `channel ${bss.channel}`, `${bss.signalDbm} dBm`, security);
}
stop.abort();
await shown;
await wifi.close();
