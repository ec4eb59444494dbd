/** Looking is free, changing is not: as an ordinary user, and as root of a user namespace that owns nothing here. */
import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { loadDriver } from '../lib/driver.js';
import { scenario } from '../lib/scenario.js';
import { TOOL, toolLines } from '../lib/tool.js';

/** Each changes something if it is let. */
const CHANGES = [
  '-d vw2 -s vw1',
  '-c',
  'radio add',
  'radio rm vw3',
  'radio set vw3 --tx-power 10',
  'radio set vw3 --position 1,2',
  'deny add --from vw1 --to vw2',
  'deny rm --from vw0 --to vw1',
  'deny set --from vw1 --to vw2',
  'deny clear',
  'link set --from vw0 --to vw1 --loss 0.5',
  'link rm --from vw1 --to vw0',
  'medium set --seed 7',
  'fault add drop',
  'fault rm 1',
  'fault clear',
  'jam start 2437 --for 5s',
  'jam stop',
] as const;
const LOOKS = [
  '',
  'status',
  'radio ls',
  'deny ls',
  'link ls',
  'medium get',
  'fault ls',
  'stats --once',
  'top --once',
];

/** An ordinary user, who may read every file so that a checkout in somebody's home can be tested as well. */
const NOBODY = [
  ...['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'],
  ...['--inh-caps=-all,+dac_read_search', '--ambient-caps=-all,+dac_read_search'],
];

const LISTS = [
  'radio ls --json',
  'deny ls --json',
  'link ls --json',
  'medium get --json',
  'fault ls --json',
  'jam ls --json',
];

export default scenario(
  'whoever lacks the privilege is refused each change in one line, and changes nothing',
  {},
  async (context) => {
    await loadDriver(context, { station: 5 });
    const prepared = await toolLines(context, [
      'deny add --from vw0 --to vw1',
      'link set --from vw1 --to vw0 --loss 0.25',
      ...LISTS,
    ]);
    const before = prepared.slice(2).map(({ out }) => out);
    assert.match(before.join('\n'), /"loss": 0.25/);

    const refusesAll = async (
      who: string,
      behind: readonly string[],
      why: RegExp,
      changes: readonly string[] = CHANGES,
    ) => {
      const results = await toolLines(context, [...changes, ...LOOKS], { behind });
      for (const { line, status, err } of results.slice(0, changes.length)) {
        assert.equal(status, 1, `${who}: vwifi-tool ${line}`);
        assert.match(err, /^vwifi-tool: [^\n]*\n$/, `${who}: ${line}`);
        assert.match(err, why, `${who}: ${line}`);
      }
      for (const { line, status, err } of results.slice(changes.length))
        assert.deepEqual([status, err], [0, ''], `${who}: vwifi-tool ${line}`);
      const after = (await toolLines(context, LISTS)).map(({ out }) => out);
      assert.deepEqual(after, before, `${who} changed something`);
    };
    await refusesAll('nobody', NOBODY, /EPERM|CAP_NET_ADMIN/);

    // Root of a user namespace, with a network namespace of its own: whom the checkout belongs to, so that it can be read.
    const { uid } = await stat(TOOL);
    const container = await context.start('container', [
      ...['setpriv', `--reuid=${uid}`, '--clear-groups', 'unshare', '--user', '--map-root-user', '--net'],
      ...['sh', '-c', 'echo "I am $(id -u)"; exec sleep infinity'],
    ]);
    await container.output.next(/I am 0/);
    const inside = ['nsenter', '-t', String(container.pid), '--user', '--net'];
    // What is not its own is not there for it; a radio it may make, in an air of its own.
    await refusesAll(
      'root of a container',
      inside,
      /no interface of vwifi has this name|no air of its own to change/,
      CHANGES.filter((line) => line !== 'radio add'),
    );

    // What it was given is its own.
    await context.run(`iw phy vw_phy3 set netns ${container.pid}`);
    await context.run(`iw phy vw_phy4 set netns ${container.pid}`);
    const owned = [
      'radio set vw3 --tx-power 10',
      'deny add --from vw3 --to vw4',
      'link set --from vw3 --to vw4 --loss 1',
      'radio rm vw4',
      'radio add',
    ];
    for (const { line, status, err } of await toolLines(context, owned, { behind: inside }))
      assert.deepEqual([status, err], [0, ''], `its own: vwifi-tool ${line}`);
    const half = [
      'deny add --from vw0 --to vw3',
      'deny add --from vw3 --to vw0',
      'link set --from vw3 --to vw0 --loss 1',
      'link set --from vw0 --to vw3 --loss 1',
    ];
    for (const { line, status, err } of await toolLines(context, half, { behind: inside })) {
      assert.equal(status, 1, line);
      assert.match(err, /no interface of vwifi has this name/, line);
    }
    // Radios that it was given are in the host's air still: what happens to frames there is the host's to say.
    const faults = ['fault add drop --from vw3', 'fault add drop --to vw3 --times 1'];
    for (const { line, status, err } of await toolLines(context, faults, { behind: inside })) {
      assert.equal(status, 1, line);
      assert.match(err, /this radio is in another air/, line);
    }
    await container.stop('SIGKILL');
  },
);
