import { readFile } from 'node:fs/promises';
import { type CommonFlags, type Context, show, ToolError, UsageError, withTarget } from '../context.js';
import { table } from '../draw/table.js';
import { count } from '../draw/units.js';
import { type DirectionFlags, directionOf, wordOnOrder } from '../ends.js';
import { radioNames } from '../names.js';
import { endOf, pairOf } from '../values.js';

export const list = (context: Context, flags: CommonFlags): Promise<void> =>
  withTarget(context, flags, async (target) => {
    const { denylist, radios } = (await target.wifi()).vwifi;
    const [pairs, all] = [await denylist.list(context), await radios.list(context)];
    const name = radioNames(all);
    const named = pairs.map((pair) => ({
      ...pair,
      receiverName: name(pair.receiver),
      senderName: name(pair.sender),
    }));
    show(context, flags, named, () =>
      named.length === 0
        ? 'nothing is denied'
        : table(
            ['SENDER', 'RECEIVER', 'FRAMES', 'DENIED'],
            named.map((each) => [
              each.senderName,
              each.receiverName,
              count(each.frames),
              count(each.framesDenied),
            ]),
          ),
    );
  });

type Names = readonly (string | undefined)[];

export async function add(
  context: Context,
  names: Names,
  flags: CommonFlags & DirectionFlags,
): Promise<void> {
  const { sender, receiver, asManual } = directionOf('deny add', names, flags);
  await withTarget(context, flags, async (target) => {
    const { denylist } = await target.wifi();
    await denylist.add({ receiver: endOf(receiver), sender: endOf(sender) }, context);
    show(context, flags, { sender, receiver, denied: true }, () => `${receiver} denies ${sender}`);
  });
  if (asManual) wordOnOrder(context, 'deny add', { sender, receiver });
}

export async function remove(
  context: Context,
  names: Names,
  flags: CommonFlags & DirectionFlags,
): Promise<void> {
  const { sender, receiver, asManual } = directionOf('deny rm', names, flags);
  await withTarget(context, flags, async (target) => {
    const { denylist } = await target.wifi();
    await denylist.remove({ receiver: endOf(receiver), sender: endOf(sender) }, context);
    show(context, flags, { sender, receiver, denied: false }, () => `${receiver} no longer denies ${sender}`);
  });
  if (asManual) wordOnOrder(context, 'deny rm', { sender, receiver });
}

async function standardInput(input: NodeJS.ReadStream | undefined): Promise<string> {
  let text = '';
  for await (const chunk of input ?? []) text += String(chunk);
  return text;
}

async function linesOf(context: Context, path: string): Promise<string[]> {
  let text: string;
  try {
    text = path === '-' ? await standardInput(context.input) : await readFile(path, 'utf8');
  } catch (error) {
    throw new ToolError(`deny set --file ${path}: ${(error as Error).message}`);
  }
  return text.split('\n').filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
}

interface SetFlags extends CommonFlags {
  readonly file?: string;
  readonly from?: readonly string[];
  readonly to?: readonly string[];
}

export async function set(context: Context, pairs: readonly string[], flags: SetFlags): Promise<void> {
  const { file, from = [], to = [] } = flags;
  if (from.length !== to.length)
    throw new UsageError(`deny set: ${from.length} --from and ${to.length} --to; each pair needs both`);
  const lines = file === undefined ? pairs : [...pairs, ...(await linesOf(context, file))];
  if (lines.length === 0 && from.length === 0 && file === undefined)
    throw new UsageError(
      'deny set: no pairs; name some as --from vw1 --to vw2, or empty the list with deny clear',
    );
  const read = lines.map(pairOf);
  const unclear = read.find(({ said }) => !said);
  const wanted = [
    ...from.map((sender, index) => ({ receiver: endOf(to[index] ?? ''), sender: endOf(sender) })),
    ...read.map(({ receiver, sender }) => ({ receiver, sender })),
  ];
  await withTarget(context, flags, async (target) => {
    await (await target.wifi()).denylist.set(wanted, context);
  });
  show(context, flags, { pairs: wanted.length }, () =>
    wanted.length === 1 ? 'the denylist has 1 pair now' : `the denylist has ${wanted.length} pairs now`,
  );
  if (unclear)
    wordOnOrder(context, 'deny set', {
      sender: String(unclear.sender),
      receiver: String(unclear.receiver),
    });
}

export const clear = (context: Context, flags: CommonFlags): Promise<void> =>
  withTarget(context, flags, async (target) => {
    await (await target.wifi()).denylist.clear(context);
    show(context, flags, { pairs: 0 }, () => 'the denylist is empty now');
  });
