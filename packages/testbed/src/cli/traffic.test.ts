import { httpResult, measuredText, pingResult, shortfall, streamResult } from './traffic.js';

const stream = (end: object) => JSON.stringify({ end });

describe('traffic', () => {
  it('is measured by what the programs say in the end', () => {
    expect(
      pingResult(
        '10 packets transmitted, 9 received, 10% packet loss\nrtt min/avg/max/mdev = 0.1/2.5/9.0/1 ms',
      ),
    ).toEqual({ loss: expect.closeTo(0.1), rttMs: 2.5 });
    expect(pingResult('3 packets transmitted, 0 received')).toEqual({ loss: 1 });
    expect(streamResult(stream({ sum_received: { bits_per_second: 5e6 } }), 'tcp')).toEqual({ rate: 5 });
    const datagrams = { bits_per_second: 10e6, lost_percent: 20, jitter_ms: 0.5 };
    expect(streamResult(stream({ sum: datagrams }), 'udp')).toEqual({ rate: 8, loss: 0.2, jitterMs: 0.5 });
  });

  it.each([
    ['', /iperf3 said: nothing/],
    ['{"error":"unable to connect"}', /iperf3: unable to connect/],
    ['killed', /iperf3 said: killed/],
  ])('%j of a stream is no result', (text, words) => {
    expect(() => streamResult(text, 'tcp')).toThrow(words);
  });

  it('of a web server is what was answered', () => {
    const answers = [
      { ok: true, ms: 10, bytes: 10_000 },
      { ok: true, ms: 30, bytes: 10_000 },
      { ok: false, ms: 5000, bytes: 0 },
      { ok: false, ms: 5000, bytes: 77 },
    ];
    expect(httpResult(JSON.stringify({ answers }))).toEqual({ loss: 0.5, rttMs: 20, rate: 4 });
    expect(httpResult(JSON.stringify({ answers: answers.slice(2) }))).toEqual({ loss: 1 });
    expect(() => httpResult('SyntaxError: no\n')).toThrow(/HTTP: SyntaxError: no/);
  });

  it('of which nothing was measured is not as expected', () => {
    expect(streamResult('{"end":{"sum_received":{"bits_per_second":"many"}}}', 'tcp')).toEqual({});
    expect(() => pingResult('ping: connect: Network is unreachable')).toThrow(/ping said: ping: connect/);
    expect(shortfall({ expect: { rate: 1, loss: 0.5, rttMs: 3 } }, {})).toBe(
      'expected at least 1 Mbit/s, expected at most 50 % lost, expected a round trip of at most 3 ms',
    );
    expect(shortfall({ expect: { rate: 1, loss: 0 } }, { rate: 1, loss: 0 })).toBe('');
    expect(measuredText({ rate: 4.999, loss: 0.0123, jitterMs: 0.00049 })).toBe(
      '5 Mbit/s, 1.23 % lost, jitter 0 ms',
    );
  });
});
