/** What can be seen to be missing before a machine is booted for nothing. */
import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import { findKernel } from '@vwifi/kernel';
import { TestbedError } from '../errors.js';
import { endsOf, type Lab, type LabNode } from '../lab/lab.js';
import { POINT_SECURITY } from '../lab/links.js';
import { moduleFor } from '../lab/module-path.js';
import { isWifi7 } from '../lab/standard.js';
import { hostapdKnowsWifi7, needPrograms } from '../machine/programs.js';
import { isOwnPoint, newestSupplicant } from '../node/point.js';
import { dnsmasqConf, ruleset } from '../node/router.js';
import type { Context } from './context.js';
import { reporter } from './progress.js';

/** Throws when the one kernel of all nodes would need more memory than this machine can give. */
export function checkMemory({ memoryMb, nodes, backend, fleet }: Lab): void {
  if (memoryMb === undefined || backend === 'host' || fleet) return;
  const availableMb = availableMemoryMb();
  if (availableMb === undefined || memoryMb <= availableMb) return;
  throw new TestbedError(
    'NO_MEMORY',
    `a kernel with ${nodes.length} nodes needs about ${memoryMb} MB of memory, and this machine has ${availableMb} MB to give`,
    { hint: 'take fewer nodes, or try with less: memory in the laboratory file, in megabytes' },
  );
}

function availableMemoryMb(): number | undefined {
  try {
    const said = /^MemAvailable:\s+(\d+) kB/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1];
    return said === undefined ? undefined : Math.floor(Number(said) / 1024);
  } catch {
    return undefined;
  }
}

/** Throws when the kernel is known and there is no module for it. Which kernel is the default, the daemon says. */
export function checkModule(lab: Lab): void {
  if (lab.driver !== 'vwifi') return;
  if (lab.module !== undefined) moduleFor('', lab.module);
  else if (lab.backend === 'host') moduleFor(release());
  else if (lab.kernel !== undefined) {
    const kernel = findKernel(lab.kernel);
    if (kernel) moduleFor(kernel.release, undefined, kernel);
  }
}

function ofNode(node: LabNode): readonly string[] {
  const client = node.dhcp || endsOf(node).some(({ dhcp }) => dhcp) ? ['busybox'] : [];
  switch (node.kind) {
    case 'ap':
      return [...(isOwnPoint(node) ? [] : ['hostapd']), ...client];
    case 'station':
    case 'adhoc':
    case 'mesh':
      return ['wpa_supplicant', ...client];
    case 'router':
      return [
        ...(dnsmasqConf(node, '') === undefined ? [] : ['dnsmasq']),
        ...(ruleset(node) === '' ? [] : ['nft']),
        ...(node.uplink ? ['passt'] : []),
      ];
    case 'radius':
      return ['hostapd', 'openssl', ...client];
    default:
      return client;
  }
}

/** The programs that a laboratory's nodes run. */
export function programsOf({ nodes, timeline = [] }: Lab): string[] {
  const names = nodes.flatMap(ofNode);
  const streams = timeline.some(
    ({ deed }) =>
      (deed.do === 'traffic' && ['tcp', 'udp'].includes(deed.flow.kind)) ||
      (deed.do === 'expect' && deed.claim === 'rate'),
  );
  return [...new Set([...names, ...(streams ? ['iperf3'] : [])])];
}

/** Throws where the host lacks a program that the laboratory's nodes run: a guest has the host's. */
export function checkPrograms(lab: Lab): void {
  needPrograms('cannot make the laboratory', ['ip', 'iw', 'modprobe', 'ping', ...programsOf(lab)]);
  const newest = lab.nodes.find(
    (node) =>
      node.kind === 'ap' &&
      !node.ownConf &&
      !isOwnPoint(node) &&
      isWifi7(node.modern ?? {}, node.frequencyMhz),
  );
  if (newest && !hostapdKnowsWifi7())
    throw new TestbedError(
      'PROGRAM_MISSING',
      `${newest.name} is of 802.11be, and this hostapd was built without it, as all of Debian's are; without it an access point of 802.11be is ${POINT_SECURITY.join(', ')}, with CCMP and none of hostapd's further keys`,
      { hint: 'take standard: ax, or put a hostapd with CONFIG_IEEE80211BE before it in PATH' },
    );
}

/** Fetches what a laboratory wants and no system has: a wpa_supplicant that knows several links. */
export async function fetchPrograms(lab: Lab, context: Context): Promise<void> {
  if (!lab.nodes.some((node) => node.kind === 'station' && node.mld) || newestSupplicant() !== undefined)
    return;
  const { fetchProgram } = await import('@vwifi/kernel');
  await fetchProgram('wpasupplicant', { onProgress: reporter(context), signal: context.signal });
}
