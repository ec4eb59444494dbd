// An access point that anybody may join, without hostapd, until Ctrl-C: node open-network.mjs wlan0 NAME
import { VWifi } from '@vwifi/nl80211';

const [dev = 'wlan0', ssid = 'anybody'] = process.argv.slice(2);
const wifi = await VWifi.open();
const network = await wifi.dev(dev).openNetwork({ ssid, frequencyMhz: 2437 });
for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => network.close());
process.on('SIGHUP', () => {
  for (const mac of network.stations.keys()) network.dismiss(mac);
});

console.log(`${ssid} is on the air as ${network.bssid}`);
for await (const event of network) {
  if (event.name === 'joined') console.log(`${event.mac} joined`);
  if (event.name === 'left') console.log(`${event.mac} left: ${event.reasonText ?? 'no reason given'}`);
}
console.log('off the air');
await wifi.close();
