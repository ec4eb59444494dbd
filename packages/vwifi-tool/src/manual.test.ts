import { FakeError } from '@vwifi/nl80211/testing';
import { fakeSystem } from './testing.js';

const accepted = () => [];

describe('what the manual prints', () => {
  test('the status', async () => {
    expect(await fakeSystem().tool()).toEqual({ status: 0, out: 'vwifi status : live\n', err: '' });
    expect(await fakeSystem({}, {}).tool()).toEqual({
      status: 1,
      out: 'vwifi status : not loaded\n',
      err: '',
    });
    const coming = fakeSystem({}, { '/sys/module/vwifi/initstate': 'coming\n' });
    expect(await coming.tool('status')).toEqual({ status: 1, out: 'vwifi status : coming\n', err: '' });
  });

  test('a denylist is set, as a whole', async () => {
    const system = fakeSystem({ denySet: accepted });
    const { status, out } = await system.tool('-d', 'vw2', '-s', 'vw1', '-dvw1', '-s', 'vw2');
    expect(status).toBe(0);
    expect(out).toBe(
      [
        'vwifi status : live',
        'denylist:',
        'vw2 denys vw1',
        'vw1 denys vw2',
        'Configuring denylist for vwifi...',
        'Message from vwifi: vwifi has received your denylist',
        '',
      ].join('\n'),
    );
    expect(system.kernel.requests.map(({ command, attributes }) => [command, attributes])).toEqual([
      [
        'denySet',
        {
          pair: [
            { receiver: { ifname: 'vw2' }, sender: { ifname: 'vw1' } },
            { receiver: { ifname: 'vw1' }, sender: { ifname: 'vw2' } },
          ],
        },
      ],
    ]);
  });

  test.each([[['-c']], [['-c', '1']]])('a denylist is unset with %j', async (words) => {
    const system = fakeSystem({ denyFlush: accepted });
    const { status, out } = await system.tool(...words);
    expect(status).toBe(0);
    expect(out).toBe(
      [
        'vwifi status : live',
        'Unset denylist for vwifi...',
        'Configuring denylist for vwifi...',
        'Message from vwifi: vwifi has received your denylist',
        '',
      ].join('\n'),
    );
    expect(system.kernel.requests.map(({ command }) => command)).toEqual(['denyFlush']);
  });

  test('-c 0 is the default: nothing is unset', async () => {
    const system = fakeSystem();
    expect((await system.tool('-c', '0')).out).toBe('vwifi status : live\n');
    expect(system.kernel.requests).toEqual([]);
  });

  test.each(['-h', '--help', 'help'])(
    '%s begins with the text of the manual, and lists every command',
    async (word) => {
      const { status, out } = await fakeSystem().tool(word);
      expect(status).toBe(0);
      expect(out).toContain(
        'Usage:\n\n\tvwifi-tool [arguments]\n\nThe arguments are:\n\n\t-d  Destination interface name\n\t-s Source interface name\n\t-c Clear denylist\n',
      );
      for (const name of ['radio', 'deny', 'link', 'medium', 'top']) expect(out).toContain(`\n\t${name} `);
    },
  );
});

describe('what is wrong with a command line', () => {
  test('ends with another status than 0 and sends nothing', async () => {
    const system = fakeSystem();
    const mismatch = await system.tool('-d', 'vw2');
    expect(mismatch).toEqual({
      status: 2,
      out: "vwifi status : live\nDestination number doesn't match with Source number\n",
      err: '',
    });
    expect(await system.tool('-x')).toEqual({
      status: 2,
      out: '',
      err: "vwifi-tool: invalid option -- 'x'\nInvalid arguments\n",
    });
    expect((await system.tool('-d')).err).toContain("option requires an argument -- 'd'");
    expect((await system.tool('-c', '-d', 'a', '-s', 'b')).status).toBe(2);
    const unknown = await system.tool('frobnicate');
    expect(unknown.err).toContain('there is no command frobnicate');
    expect(unknown.status).toBe(2);
    expect(system.kernel.requests).toEqual([]);
  });

  test('a refusal of the kernel is one line, and nothing is said to be received', async () => {
    const system = fakeSystem({
      denySet() {
        throw new FakeError('EPERM');
      },
    });
    const { status, out, err } = await system.tool('-d', 'vw2', '-s', 'vw1');
    expect(status).toBe(1);
    expect(out).not.toContain('Message from vwifi');
    expect(err).toMatch(/^vwifi-tool: denySet vw2 denies vw1: EPERM .*run as root.*\n$/);
  });
});
