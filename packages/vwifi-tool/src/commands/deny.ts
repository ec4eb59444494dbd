import { readFile } from 'node:fs/promises';
import { type CommonFlags, type Context, print, show, ToolError, toJson, withTarget } from '../context.js';
import { table } from '../draw/table.js';
import { count } from '../draw/units.js';
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
            ['RECEIVER', 'DENIES SENDER', 'FRAMES', 'DENIED'],
            named.map((each) => [
              each.receiverName,
              each.senderName,
              count(each.frames),
              count(each.framesDenied),
            ]),
          ),
    );
  });

export const add = (context: Context, receiver: string, sender: string, flags: CommonFlags): Promise<void> =>
  withTarget(context, flags, async (target) => {
    const { denylist } = await target.wifi();
    await denylist.add({ receiver: endOf(receiver), sender: endOf(sender) }, context);
    show(context, flags, { receiver, sender, denied: true }, () => `${receiver} denys ${sender}`);
  });

export const remove = (
  context: Context,
  receiver: string,
  sender: string,
  flags: CommonFlags,
): Promise<void> =>
  withTarget(context, flags, async (target) => {
    const { denylist } = await target.wifi();
    await denylist.remove({ receiver: endOf(receiver), sender: endOf(sender) }, context);
    show(context, flags, { receiver, sender, denied: false }, () => `${receiver} no longer denies ${sender}`);
  });

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

export async function set(
  context: Context,
  pairs: readonly string[],
  flags: CommonFlags & { readonly file?: string },
): Promise<void> {
  const lines = flags.file === undefined ? pairs : [...pairs, ...(await linesOf(context, flags.file))];
  if (lines.length === 0 && flags.file === undefined)
    throw new ToolError('deny set: no pairs; name some as vw2,vw1, or empty the list with deny clear');
  const wanted = lines.map(pairOf);
  await withTarget(context, flags, async (target) => {
    await (await target.wifi()).denylist.set(wanted, context);
  });
  show(context, flags, { pairs: wanted.length }, () =>
    wanted.length === 1 ? 'the denylist has 1 pair now' : `the denylist has ${wanted.length} pairs now`,
  );
}

export const clear = (context: Context, flags: CommonFlags): Promise<void> =>
  withTarget(context, flags, async (target) => {
    await (await target.wifi()).denylist.clear(context);
    print(context, flags.json ? toJson({ pairs: 0 }) : 'the denylist is empty now');
  });
