/**
 * What root of somebody's container runs in the guest, in a copy of the library that it can read: it asks the driver for
 * everything there is, and says in JSON, a line each, what it was told.
 *
 *     node stranger-program.js commands '[{"command":"radioGet","dump":true,"attributes":{}}, ...]'
 *     node stranger-program.js events
 *     node stranger-program.js stats COUNT INTERVAL-MS
 */
import { pathToFileURL } from 'node:url';
import { type FamilyInfo, GenericNetlink, nativeSocket, vwifiFamily } from '@vwifi/nl80211/netlink';

type Command = keyof typeof vwifiFamily.commands;

/** One question to the driver. */
export interface Question {
  readonly command: string;
  readonly dump: boolean;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What came of it: why it was refused, or the answers. */
export interface Answer extends Question {
  readonly refusal?: string;
  readonly answers?: readonly unknown[];
}

const text = (value: unknown): string =>
  JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? String(each) : each));
const say = (value: unknown): boolean => process.stdout.write(`${text(value)}\n`);

async function ask(netlink: GenericNetlink, question: Question): Promise<Answer> {
  const { command, dump, attributes } = question;
  try {
    const answers = dump
      ? (await netlink.dump(vwifiFamily, command as Command, attributes)).items
      : await netlink.request(vwifiFamily, command as Command, attributes);
    return { ...question, answers };
  } catch (error) {
    return { ...question, refusal: (error as Error).message };
  }
}

async function commands(questions: string): Promise<void> {
  await using netlink = await GenericNetlink.open(nativeSocket);
  for (const question of JSON.parse(questions) as Question[]) say(await ask(netlink, question));
}

/** Joins every group that the kernel names. */
async function events(): Promise<void> {
  const netlink = await GenericNetlink.open(nativeSocket);
  const { groups }: FamilyInfo = await netlink.family(vwifiFamily.name);
  await netlink.subscribe(vwifiFamily, Object.keys(groups), (event) => {
    if (event.kind === 'message') say(event.message);
  });
  say({ joined: Object.keys(groups) });
}

/** Subscribes on so many sockets, which stay open. */
async function stats(count: number, interval: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const netlink = await GenericNetlink.open(nativeSocket);
    await netlink.subscribe(vwifiFamily, [], (event) => {
      if (event.kind === 'message') say({ socket: n, ...event.message });
    });
    say(await ask(netlink, { command: 'statsSubscribe', dump: false, attributes: { interval } }));
  }
  say({ subscribed: count });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [what, ...args] = process.argv.slice(2);
  if (what === 'commands') await commands(args[0] ?? '[]');
  else if (what === 'events') await events();
  else if (what === 'stats') await stats(Number(args[0]), Number(args[1]));
  // What was opened stays until somebody ends us.
  if (what !== 'commands') setInterval(() => {}, 60_000);
}
