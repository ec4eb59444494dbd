/** HT and VHT capabilities as iw prints them. */
import type { HtCapabilities, VhtCapabilities } from '@vwifi/nl80211/elements';

const SPACING = ['No restriction', '1/4 usec', '1/2 usec', '1 usec', '2 usec', '4 usec', '8 usec', '16 usec'];
const STBC = ['No RX STBC', 'RX STBC 1-stream', 'RX STBC 2-streams', 'RX STBC 3-streams'];

/** '0-7, 32' of [0, 1, ... 7, 32]. */
function ranges(numbers: readonly number[]): string {
  const parts: string[] = [];
  for (let at = 0; at < numbers.length; ) {
    const first = numbers[at] ?? 0;
    let last = first;
    while (numbers[++at] === last + 1) last++;
    parts.push(first === last ? `${first}` : `${first}-${last}`);
  }
  return parts.join(', ');
}

export function htLines(ht: HtCapabilities, capabilities: number): string[] {
  const { info, ampdu } = ht;
  const lines: (string | false)[] = [
    `Capabilities: 0x${capabilities.toString(16).padStart(2, '0')}`,
    info.ldpc && 'RX LDPC',
    info.width40 ? 'HT20/HT40' : 'HT20',
    ht.smPowerSave === 'disabled' ? 'SM Power Save disabled' : `${ht.smPowerSave} SM Power Save`,
    info.greenfield && 'RX Greenfield',
    info.shortGi20 && 'RX HT20 SGI',
    info.shortGi40 && 'RX HT40 SGI',
    info.txStbc && 'TX STBC',
    STBC[info.rxStbcStreams] ?? '',
    info.delayedBlockAck && 'HT Delayed Block Ack',
    `Max AMSDU length: ${ht.maxAmsduBytes} bytes`,
    info.dsssCck40 ? 'DSSS/CCK HT40' : 'No DSSS/CCK HT40',
    info.intolerant40 && '40 MHz Intolerant',
    info.lSigTxopProtection && 'L-SIG TXOP protection',
    `Maximum RX AMPDU length ${ht.maxAmpduBytes} bytes (exponent: 0x00${ampdu.maxLengthExponent})`,
    `Minimum RX AMPDU time spacing: ${SPACING[ampdu.minSpacing]} (0x0${ampdu.minSpacing})`,
    `HT TX/RX MCS rate indexes supported: ${ranges(ht.rxMcs)}`,
  ];
  return lines.filter((line) => line !== false);
}

const VHT_WIDTHS = ['neither 160 nor 80+80', '160 MHz', '160 MHz, 80+80 MHz', '(reserved)'];

export function mcsLines(
  title: string,
  maxMcs: readonly (number | undefined)[],
  unsupported: string,
): string[] {
  const streams = maxMcs.map(
    (mcs, index) => `${index + 1} streams: ${mcs === undefined ? unsupported : `MCS 0-${mcs}`}`,
  );
  return [title, ...streams];
}

export function vhtLines(vht: VhtCapabilities, capabilities: number): string[] {
  const { info } = vht;
  const lines: (string | false)[] = [
    `VHT Capabilities (0x${capabilities.toString(16).padStart(8, '0')}):`,
    `Max MPDU length: ${vht.maxMpduBytes}`,
    `Supported Channel Width: ${VHT_WIDTHS[info.supportedWidthSet]}`,
    info.rxLdpc && 'RX LDPC',
    info.shortGi80 && 'short GI (80 MHz)',
    info.shortGi160 && 'short GI (160/80+80 MHz)',
    info.txStbc && 'TX STBC',
    info.suBeamformer && 'SU Beamformer',
    info.suBeamformee && 'SU Beamformee',
    info.muBeamformer && 'MU Beamformer',
    info.muBeamformee && 'MU Beamformee',
    info.txopPowerSave && 'VHT TXOP PS',
    info.htcVht && '+HTC-VHT',
    info.rxAntennaPattern && 'RX antenna pattern consistency',
    info.txAntennaPattern && 'TX antenna pattern consistency',
    ...mcsLines('VHT RX MCS set:', vht.rxMaxMcs, 'not supported'),
    `VHT RX highest supported: ${vht.rxHighestMbps} Mbps`,
    ...mcsLines('VHT TX MCS set:', vht.txMaxMcs, 'not supported'),
    `VHT TX highest supported: ${vht.txHighestMbps} Mbps`,
    `VHT extended NSS: ${((vht.mcsSet[7] ?? 0) & 0x20) !== 0 ? 'supported' : 'not supported'}`,
  ];
  return lines.filter((line) => line !== false);
}
