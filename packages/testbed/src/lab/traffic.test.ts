import { parseLab } from './parse.js';

const lab = (flow: string) =>
  `nodes:\n  ap: { kind: ap, ssid: x }\n  sta1: { kind: station }\n  mute: { kind: station, address: none }\ntraffic:\n  - ${flow}\n`;
const fault = (flow: string): string => {
  try {
    parseLab(lab(flow), 'lab.yaml');
  } catch (error) {
    return (error as Error).message;
  }
  return 'no fault';
};

it('has all that was left out', () => {
  const flowOf = (text: string) => parseLab(lab(text), 'lab.yaml').timeline?.[0];
  expect(flowOf('{ at: 1s, from: sta1, to: ap, kind: udp, amount: 1.5M, expect: { loss: 0.1 } }')).toEqual({
    atMs: 1000,
    deed: {
      do: 'traffic',
      flow: {
        ...{ from: 'sta1', to: 'ap', kind: 'udp', count: 10, intervalMs: 1000, bytes: 1_500_000, rate: 1 },
        ...{ expect: { loss: 0.1 }, withinMs: 120_000 },
      },
    },
  });
  expect(flowOf('{ at: 1s, from: sta1, to: ap, kind: tcp }')?.deed).not.toHaveProperty('flow.rate');
});

it('has no datagrams where time is virtual', () => {
  expect(() =>
    parseLab(`time: virtual\n${lab('{ at: 1s, from: sta1, to: ap, kind: udp }')}`, 'lab.yaml'),
  ).toThrow(/kind is udp, which cannot be paced with time: virtual/);
});

it.each([
  ['{ at: 1s, from: sta1, to: nobody, kind: ping }', /to is "nobody", which is no node here: ap, sta1, mute/],
  ['{ at: 1s, from: sta1, to: mute, kind: ping }', /to is mute, which has no address/],
  ['{ at: 1s, from: ap, to: ap, kind: ping }', /leads from a node to itself/],
  ['{ at: 1s, from: sta1, to: ap, kind: ftp }', /kind is "ftp", which is none of ping, tcp, udp, http/],
  ['{ at: 1s, from: sta1, to: ap, kind: http, rate: 3 }', /rate is said of tcp and udp, not of http/],
  ['{ at: 1s, from: sta1, to: ap, kind: tcp, url: "http://x/" }', /url is said of http, not of tcp/],
  [
    '{ at: 1s, from: sta1, to: ap, kind: http, url: "ftp://x/" }',
    /url is no address of a web page that begins with http/,
  ],
  [
    '{ at: 1s, from: sta1, to: ap, kind: http, url: "http://x/", amount: 1M }',
    /amount is what a server of its own sends; leave out amount or url/,
  ],
  [
    '{ at: 1s, from: sta1, to: ap, kind: ping, amount: 1M }',
    /amount is said of tcp and udp and http, not of ping/,
  ],
  ['{ at: 1s, from: sta1, to: ap, kind: tcp, count: 3 }', /count is said of ping and http, not of tcp/],
  [
    '{ at: 1s, from: sta1, to: ap, kind: tcp, expect: { loss: 0 } }',
    /expect\.loss is said of ping and udp and http, not of tcp/,
  ],
  ['{ at: 1s, from: sta1, to: ap, kind: tcp, amount: much }', /amount is no amount of bytes, such as 500K/],
  ['{ at: 1s, from: sta1, to: ap, kind: tcp, amount: 999999999G }', /amount is too little or too much/],
  ['{ at: 1s, from: sta1, to: ap, kind: ping, interval: 1ms }', /interval is too short: at least 2ms/],
  ['{ at: 1s, from: sta1, to: ap, kind: ping, count: 0 }', /count is too small: at least 1/],
  ['{ at: 1s, from: sta1, kind: ping }', /to is missing/],
  ['{ at: 1s, from: sta1, to: ap, kind: ping, wihtin: 1s }', /did you mean "within"/],
])('says of %j what is wrong, in one line', (flow, words) => {
  expect(fault(flow)).toMatch(words);
  expect(fault(flow)).toMatch(/^lab\.yaml:6:\d+: [^\n]+$/);
});
