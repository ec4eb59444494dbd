/**
 * What the standard says a frame exchange takes, in microseconds: written down here a second time, from the standard
 * and not from the driver. IEEE Std 802.11-2020: DSSS 15.3.4 and 16.3.4, OFDM 17.4.3 and 18.5.3, EIFS 10.3.2.3.7.
 */

/** Of a UDP datagram that makes an IP packet of 1500 octets. */
export const PAYLOAD_BITS = 1472 * 8;
/** The same as an MPDU: LLC, MAC header, FCS. */
export const MPDU = 1500 + 8 + 24 + 4;
export const QOS_MPDU = MPDU + 2;
const ACK = 14;
const CTS = 14;
const RTS = 20;

/** How a PHY times what goes at one rate. */
export interface Phy {
  readonly name: string;
  readonly slotUs: number;
  readonly sifsUs: number;
  readonly cwMin: number;
  /** Of a frame at the rate of the data, and at that of RTS, CTS and acknowledgement. */
  readonly dataUs: (octets: number) => number;
  readonly controlUs: (octets: number) => number;
}

const dsss = (mbps: number) => (octets: number) => 192 + Math.ceil((octets * 8) / mbps);
/** At 2.4 GHz: with the signal extension of 6 us. */
const erp = (mbps: number) => (octets: number) => 20 + 4 * Math.ceil((22 + 8 * octets) / (4 * mbps)) + 6;

/** 802.11b with the long preamble. */
export const dsssPhy = (mbps: number): Phy => ({
  ...{ name: '802.11b', slotUs: 20, sifsUs: 10, cwMin: 31 },
  dataUs: dsss(mbps),
  controlUs: dsss(mbps > 1 ? 2 : 1),
});

/** 802.11g with the short slot. */
export const erpPhy = (mbps: number): Phy => ({
  ...{ name: '802.11g', slotUs: 9, sifsUs: 10, cwMin: 15 },
  dataUs: erp(mbps),
  controlUs: erp(mbps >= 24 ? 24 : mbps >= 12 ? 12 : 6),
});

/** Before a station begins to count down; `aifsn` is 2 for the DCF. */
export const ifsUs = ({ sifsUs, slotUs }: Phy, aifsn = 2): number => sifsUs + aifsn * slotUs;

/** From the beginning of an exchange that succeeds until the medium has been idle for an AIFS. */
export function successUs(phy: Phy, rts: boolean, octets = MPDU, aifsn = 2): number {
  const before = rts ? phy.controlUs(RTS) + phy.controlUs(CTS) + 2 * phy.sifsUs : 0;
  return before + phy.dataUs(octets) + phy.sifsUs + phy.controlUs(ACK) + ifsUs(phy, aifsn);
}

/** The same where it collides: everybody waits for an EIFS, as long as an acknowledgement at the lowest rate takes. */
export function collisionUs(phy: Phy, rts: boolean, octets = MPDU, aifsn = 2): number {
  const lost = rts ? phy.controlUs(RTS) : phy.dataUs(octets);
  return lost + phy.sifsUs + dsss(1)(ACK) + ifsUs(phy, aifsn);
}

/** What one station alone gets, in Mbit/s. */
export const aloneMbps = (phy: Phy, rts = false): number =>
  PAYLOAD_BITS / (successUs(phy, rts) + (phy.cwMin / 2) * phy.slotUs);
