/** Verbs of iw, and the same ones of the library. DEV, PHY and MAC stand for the station's interface, its radio and the access point. */
import { channelDefinition, type VWifi } from '@vwifi/nl80211';

export interface Target {
  readonly ifindex: number;
  readonly wiphy: number;
  readonly mac: string;
}

export interface IwRequest {
  readonly iw: string;
  readonly send: (wifi: VWifi, target: Target) => Promise<unknown>;
}

export const IW_REQUESTS: readonly IwRequest[] = [
  { iw: 'dev DEV info', send: ({ commands }, { ifindex }) => commands.getInterface({ ifindex }) },
  { iw: 'dev', send: (wifi) => wifi.interfaces() },
  { iw: 'list', send: (wifi) => wifi.radios() },
  { iw: 'dev DEV scan dump', send: (wifi, { ifindex }) => wifi.dev(ifindex).bss() },
  { iw: 'dev DEV station dump', send: ({ dumps }, { ifindex }) => dumps.getStation({ ifindex }) },
  {
    iw: 'dev DEV station get MAC',
    send: ({ commands }, { ifindex, mac }) => commands.getStation({ ifindex, mac }),
  },
  {
    iw: 'dev DEV station del MAC',
    send: ({ commands }, { ifindex, mac }) => commands.delStation({ ifindex, mac }),
  },
  {
    iw: 'dev DEV station del MAC subtype 12 reason-code 4',
    send: ({ commands }, { ifindex, mac }) =>
      commands.delStation({ ifindex, mac, mgmtSubtype: 12, reasonCode: 4 }),
  },
  { iw: 'dev DEV survey dump', send: (wifi, { ifindex }) => wifi.dev(ifindex).survey() },
  { iw: 'reg get', send: (wifi) => wifi.regulatory() },
  { iw: 'reg set DE', send: (wifi) => wifi.setRegulatory('DE') },
  { iw: 'reg reload', send: ({ commands }) => commands.reloadRegdb({}) },
  {
    iw: 'dev DEV set power_save on',
    send: ({ commands }, { ifindex }) => commands.setPowerSave({ ifindex, psState: 'enabled' }),
  },
  { iw: 'dev DEV get power_save', send: ({ commands }, { ifindex }) => commands.getPowerSave({ ifindex }) },
  { iw: 'dev DEV set type ibss', send: (wifi, { ifindex }) => wifi.dev(ifindex).setType('adhoc') },
  {
    iw: 'dev DEV set 4addr on',
    send: ({ commands }, { ifindex }) => commands.setInterface({ ifindex, fourAddr: 1 }),
  },
  {
    iw: 'dev DEV set channel 6',
    send: ({ commands }, { ifindex }) => commands.setWiphy({ ifindex, ...channelDefinition(2437) }),
  },
  {
    iw: 'dev DEV set freq 2437 HT40+',
    send: ({ commands }, { ifindex }) => commands.setWiphy({ ifindex, ...channelDefinition(2437, 'HT40+') }),
  },
  {
    iw: 'dev DEV set txpower fixed 1000',
    send: ({ commands }, { ifindex }) =>
      commands.setWiphy({ ifindex, wiphyTxPowerSetting: 'fixed', wiphyTxPowerLevel: 1000 }),
  },
  {
    iw: 'dev DEV set txpower auto',
    send: ({ commands }, { ifindex }) => commands.setWiphy({ ifindex, wiphyTxPowerSetting: 'automatic' }),
  },
  {
    iw: 'phy PHY set rts 500',
    send: ({ commands }, { wiphy }) => commands.setWiphy({ wiphy, wiphyRtsThreshold: 500 }),
  },
  {
    iw: 'phy PHY set frag 2000',
    send: ({ commands }, { wiphy }) => commands.setWiphy({ wiphy, wiphyFragThreshold: 2000 }),
  },
  {
    iw: 'phy PHY set retry short 5 long 6',
    send: ({ commands }, { wiphy }) => commands.setWiphy({ wiphy, wiphyRetryShort: 5, wiphyRetryLong: 6 }),
  },
  {
    iw: 'phy PHY set coverage 3',
    send: ({ commands }, { wiphy }) => commands.setWiphy({ wiphy, wiphyCoverageClass: 3 }),
  },
  {
    iw: 'phy PHY set antenna all',
    send: ({ commands }, { wiphy }) =>
      commands.setWiphy({ wiphy, wiphyAntennaTx: 0xffffffff, wiphyAntennaRx: 0xffffffff }),
  },
  {
    iw: 'phy PHY set name vw_phy1',
    send: ({ commands }, { wiphy }) => commands.setWiphy({ wiphy, wiphyName: 'vw_phy1' }),
  },
  { iw: 'phy PHY wowlan show', send: ({ commands }, { wiphy }) => commands.getWowlan({ wiphy }) },
  { iw: 'phy PHY coalesce show', send: ({ commands }, { wiphy }) => commands.getCoalesce({ wiphy }) },
  {
    iw: 'phy PHY interface add lib0 type monitor',
    send: ({ commands }, { wiphy }) => commands.newInterface({ wiphy, ifname: 'lib0', iftype: 'monitor' }),
  },
  {
    iw: 'phy PHY interface add lib0 type managed addr 02:00:00:00:09:09',
    send: ({ commands }, { wiphy }) =>
      commands.newInterface({ wiphy, ifname: 'lib0', iftype: 'station', mac: '02:00:00:00:09:09' }),
  },
  {
    iw: 'dev DEV set mcast_rate 5.5',
    send: ({ commands }, { ifindex }) => commands.setMcastRate({ ifindex, mcastRate: 55 }),
  },
  {
    iw: 'dev DEV set noack_map 0x1',
    send: ({ commands }, { ifindex }) => commands.setNoackMap({ ifindex, noackMap: 1 }),
  },
  {
    iw: 'dev DEV cqm rssi -70 5',
    send: ({ commands }, { ifindex }) => commands.setCqm({ ifindex, cqm: { rssiThold: [-70], rssiHyst: 5 } }),
  },
  {
    iw: 'dev DEV ibss join cell 2437 fixed-freq 02:00:00:00:08:08',
    send: ({ commands }, { ifindex }) =>
      commands.joinIbss({
        ifindex,
        ssid: 'cell',
        ...channelDefinition(2437),
        freqFixed: true,
        mac: '02:00:00:00:08:08',
      }),
  },
  { iw: 'dev DEV ibss leave', send: ({ commands }, { ifindex }) => commands.leaveIbss({ ifindex }) },
  { iw: 'dev DEV scan abort', send: ({ commands }, { ifindex }) => commands.abortScan({ ifindex }) },
  {
    iw: 'dev DEV scan trigger freq 2437 flush passive',
    send: ({ commands }, { ifindex }) =>
      commands.triggerScan({ ifindex, scanFrequencies: [2437], scanFlags: ['flush'] }),
  },
  {
    iw: 'dev DEV connect test 2437 MAC',
    send: ({ commands }, { ifindex, mac }) =>
      commands.connect({ ifindex, ssid: 'test', wiphyFreq: 2437, mac }),
  },
  { iw: 'dev DEV disconnect', send: ({ commands }, { ifindex }) => commands.disconnect({ ifindex }) },
  {
    iw: 'dev DEV offchannel 2412 5',
    send: ({ commands }, { ifindex }) => commands.remainOnChannel({ ifindex, wiphyFreq: 2412, duration: 5 }),
  },
  {
    iw: 'dev DEV get mesh_param mesh_ttl',
    send: ({ commands }, { ifindex }) => commands.getMeshConfig({ ifindex }),
  },
  { iw: 'dev DEV mpath dump', send: ({ dumps }, { ifindex }) => dumps.getMpath({ ifindex }) },
];
