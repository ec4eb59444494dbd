import { parseHostapdStatus, parseSignalPoll, parseSupplicantStatus } from './reply.js';

it('reads the status of wpa_supplicant', () => {
  const reply = [
    'bssid=02:00:00:00:00:00',
    'freq=2437',
    'ssid=te\\xc3\\xa9=st',
    'id=0',
    'mode=station',
    'pairwise_cipher=CCMP',
    'group_cipher=CCMP',
    'key_mgmt=WPA2-PSK',
    'wpa_state=COMPLETED',
    'ip_address=10.0.0.2',
    'address=02:00:00:00:01:00',
    'uuid=45f3b5b0-0000-5000-0000-000000000000',
    '',
  ].join('\n');
  expect(parseSupplicantStatus(reply)).toEqual({
    state: 'COMPLETED',
    ssid: 'teé=st',
    bssid: '02:00:00:00:00:00',
    frequencyMhz: 2437,
    address: '02:00:00:00:01:00',
    ipAddress: '10.0.0.2',
    keyManagement: 'WPA2-PSK',
    pairwiseCipher: 'CCMP',
    groupCipher: 'CCMP',
    networkId: 0,
  });
});

it('reads the status of hostapd', () => {
  const reply =
    'state=ENABLED\nphy=vw_phy0\nfreq=2437\nchannel=6\nbeacon_int=100\nbss[0]=vw0\nbssid[0]=00:76:77:30:00:00\nssid[0]=test\nnum_sta[0]=2\n';
  expect(parseHostapdStatus(reply)).toEqual({
    state: 'ENABLED',
    frequencyMhz: 2437,
    channel: 6,
    beaconIntervalTu: 100,
    interface: 'vw0',
    bssid: '00:76:77:30:00:00',
    ssid: 'test',
    stations: 2,
  });
});

it('reads a signal, and its absence', () => {
  expect(parseSignalPoll('RSSI=-50\nLINKSPEED=54\nNOISE=9999\nFREQUENCY=2437\n')).toMatchObject({
    signalDbm: -50,
  });
  expect(parseSignalPoll('FAIL\n')).toEqual({});
});
