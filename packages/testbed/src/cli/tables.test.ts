import { guestTable, nodeTable, pingMatrixText, statusText } from './tables.js';

it('shows what is not there', () => {
  const node = {
    name: 'sta1',
    role: 'station',
    interface: 'vw1',
    connected: false,
    ssid: null,
    bssid: null,
    frequencyMhz: null,
    signalDbm: null,
    address: null,
  } as const;
  expect(nodeTable([node]).split('\n')[1]).toBe(
    'sta1  station  vw1        NO         -     -      -        -       -',
  );
});

const pings = (count: number) => {
  const names = Array.from({ length: count }, (_, i) => `n${i}`);
  return names.flatMap((from) =>
    names
      .filter((to) => to !== from)
      .map((to) => {
        const ok = !(from === 'n0' && to === 'n1');
        return { from, to, ok, rttMs: ok ? 12.3 : null, expected: true };
      }),
  );
};

it('shows a ping without answer in the matrix', () => {
  expect(pingMatrixText(pings(2), 80)).toBe('PING  n0     n1\nn0           NO\nn1    12 ms');
});

it('has a dash between networks, and counts no answer that nobody expects', () => {
  const apart = (count: number) => pings(count).map((ping) => ({ ...ping, expected: ping.ok }));
  expect(pingMatrixText(apart(30), 80)).toBe('PING  869 of 869 pairs answered');
  expect(pingMatrixText(apart(2), 80)).toBe('PING  n0     n1\nn0           -\nn1    12 ms');
});

it('shows a sentence and what failed where a matrix is too wide', () => {
  expect(pingMatrixText(pings(30), 80)).toBe('PING  869 of 870 pairs answered\n      n0 -> n1: NO');
});

it('says of a machine of its own how that is, and why it is gone', () => {
  const node = (name: string) => ({
    ...({ name, role: 'station', interface: 'vw0', connected: false, ssid: null, bssid: null } as const),
    ...{ frequencyMhz: null, signalDbm: null, address: null },
  });
  const guest = (name: string, state: 'paused' | 'gone', why: string | null) => ({
    ...{ name, nodes: [name], state, why },
    ...{ pid: null, bootMs: 1234 },
  });
  const guests = [guest('a', 'paused', null), guest('b', 'gone', 'it was killed')];
  const status = {
    lab: 'l',
    backend: 'uml',
    kernel: '6.1',
    guests,
    nodes: [node('a'), node('b')],
    pings: [],
  };
  const text = statusText(status);
  expect(text).toMatch(/^l on uml, 2 machines, kernel 6\.1\n/);
  expect(text).toMatch(/^a +station +vw0 +PAUSED /m);
  expect(text).toMatch(/^b +station +vw0 +GONE /m);
  expect(text).toContain('\nb is gone: it was killed');
  expect(guestTable(guests)).toContain(
    'a        paused  -    1.2 s\nb        gone    -    1.2 s  it was killed',
  );
});

it('warns where a guest could change something of its host', () => {
  const status = { lab: 'l', backend: 'uml', kernel: '6.1', guests: null, nodes: [], pings: [] };
  expect(statusText(status)).toBe('l on uml, kernel 6.1: a machine without a network');
  expect(statusText({ ...status, weakness: 'this host has nothing' })).toMatch(
    /^l on uml, .*\nwarning: this host has nothing$/,
  );
});

it('keeps a network name of any characters in its cell', () => {
  const node = {
    ...({ name: 'ap', role: 'ap', interface: 'vw0', connected: true } as const),
    ...{ ssid: 'a\nb\u001b[2J\u202ec', bssid: null, frequencyMhz: null, signalDbm: null, address: null },
  };
  const [, row = '', ...more] = nodeTable([node]).split('\n');
  expect(more).toEqual([]);
  expect(row).toContain('a\\nb\\x1b[2J\\u{202e}c');
});
