/** What somebody who opens a shell in a guest finds there: the module, and sample configurations. */
import { readFile, stat } from 'node:fs/promises';
import type { Machine, Place } from '../machine/machine.js';
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

const GROUPS = '/etc/group';

/** Prepares the folder where a shell begins, without a process. Guests only: the host's files are its user's. */
export async function prepareWorkplace(
  machine: Machine,
  module: string | undefined,
  place: Place = {},
): Promise<void> {
  const groups = Buffer.from(await machine.readFile(GROUPS, place)).toString();
  const write = (path: string, text: string) => machine.writeFile(path, text, undefined, place);
  await Promise.all([
    write(`${WORK_FOLDER}/scripts/hostapd.conf`, hostapdSample),
    write(`${WORK_FOLDER}/scripts/wpa_supplicant.conf`, supplicantSample),
    // The group that the sample names; Debian has none of that name.
    /^wheel:/m.test(groups) ? undefined : write(GROUPS, `${groups}wheel:x:10:\n`),
  ]);
  if (module !== undefined) await putModule(machine, module, place);
}

/** A module with debug information takes longer to copy than a process that links to it. */
const SMALL_BYTES = 1 << 20;

async function putModule(machine: Machine, module: string, place: Place): Promise<void> {
  const path = `${WORK_FOLDER}/vwifi.ko`;
  if ((await stat(module)).size <= SMALL_BYTES)
    await machine.writeFile(path, await readFile(module), undefined, place);
  else
    await machine.exec(['ln', '-sfn', module, path], place.netns === undefined ? {} : { netns: place.netns });
}
