/** What somebody who opens a shell in a guest finds there: the module, and sample configurations. */
import type { Machine } from '../machine/machine.js';
import { WORK_FOLDER } from './places.js';

const hostapdSample = `interface=vw0
driver=nl80211
debug=1
ctrl_interface=/var/run/hostapd
ctrl_interface_group=wheel
channel=6
ssid=test
wpa=2
wpa_passphrase=12345678
wpa_key_mgmt=WPA-PSK
wpa_pairwise=CCMP
`;

const supplicantSample = `network={
    ssid="test"
    psk="12345678"
}
`;

/** The group is the one that the sample names; Debian has none of that name. */
const script = `ln -sfn "$1" ${WORK_FOLDER}/vwifi.ko
grep -q ^wheel: /etc/group || echo wheel:x:10: >>/etc/group`;

/** Prepares the folder where a shell begins. Guests only: the host's files are its user's. */
export async function prepareWorkplace(
  machine: Machine,
  module: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  await Promise.all([
    machine.writeFile(`${WORK_FOLDER}/scripts/hostapd.conf`, hostapdSample),
    machine.writeFile(`${WORK_FOLDER}/scripts/wpa_supplicant.conf`, supplicantSample),
  ]);
  await machine.exec(['/bin/sh', '-c', script, 'workplace', module ?? '/nonexistent'], { signal });
}
