import type { LabNode } from '../lab/lab.js';
import { inOneNetwork, parsePings, pingScript } from './ping.js';

it('reads the answers of several pings', () => {
  const output = `PING 10.0.0.3 (10.0.0.3) 56(84) bytes of data.
64 bytes from 10.0.0.3: icmp_seq=1 ttl=64 time=0.188 ms

--- 10.0.0.3 ping statistics ---
PING 10.0.0.1 (10.0.0.1) 56(84) bytes of data.
From 10.0.0.2 icmp_seq=1 Destination Host Unreachable
PING fd00::1(fd00::1) 56 data bytes
64 bytes from fd00::1: icmp_seq=1 ttl=64 time=12 ms
64 bytes from 10.0.0.4: seq=0 ttl=64 time=0.044 ms
`;
  expect([...parsePings(output)]).toEqual([
    ['10.0.0.3', 0.188],
    ['fd00::1', 12],
    ['10.0.0.4', 0.044],
  ]);
});

it('pings everybody from one shell', () => {
  expect(pingScript(['10.0.0.1', '10.0.0.2'], 1)).toBe(
    'ping -c 1 -W 1 10.0.0.1 &\nping -c 1 -W 1 10.0.0.2 &\nwait',
  );
});

it('knows who is in one network', () => {
  const ap = (name: string, ssid: string) => ({ kind: 'ap', name, ssid }) as LabNode;
  const station = (ssid: string, network?: string) =>
    ({ kind: 'station', name: 'x', ssid, network }) as LabNode;
  expect(inOneNetwork(ap('one', 'campus'), station('campus', 'one'))).toBe(true);
  expect(inOneNetwork(ap('two', 'campus'), station('campus', 'one'))).toBe(false);
  expect(inOneNetwork(station('campus', 'one'), station('campus', 'one'))).toBe(true);
  // A network that no node of this laboratory offers, or that several do.
  expect(inOneNetwork(station('elsewhere'), station('elsewhere'))).toBe(true);
  expect(inOneNetwork(ap('two', 'campus'), station('campus'))).toBe(true);
});
