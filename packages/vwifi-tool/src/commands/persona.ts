/** Personas: what real devices can do, for radios that are made like them. */
import { readFile } from 'node:fs/promises';
import {
  PERSONAS,
  type Persona,
  type PersonaName,
  personaOf,
  personaOfIw,
  type RadioBand,
} from '@vwifi/nl80211/vwifi';
import { type CommonFlags, type Context, print, show, toJson, UsageError } from '../context.js';
import { table } from '../draw/table.js';
import { bandText, KINDS } from '../names.js';

/** Streams and width as boxes have them. */
const sizeText = ({ streams, widthMhz }: Persona): readonly string[] => [
  `${streams} x ${streams}`,
  `${widthMhz} MHz`,
];

const NUMBERS: readonly (keyof Persona)[] = ['streams', 'widthMhz'];
const LISTS: readonly (keyof Persona)[] = ['bands', 'interfaceTypes', 'ciphers'];

/** What an import wrote, whole. */
const isPersona = (value: Record<string, unknown>): boolean =>
  NUMBERS.every((key) => typeof value[key] === 'number') &&
  LISTS.every((key) => Array.isArray(value[key])) &&
  typeof value.personality === 'string' &&
  value.personality in KINDS;

function fromJson(text: string, where: string): Persona {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${where} is no JSON: ${(error as Error).message}`);
  }
  const one = Array.isArray(value) ? value[0] : value;
  if (typeof one !== 'object' || one === null) throw new UsageError(`${where} holds no radio`);
  if (isPersona(one)) return one as Persona;
  if (Array.isArray((one as { bands?: unknown }).bands) && 'interfaceTypes' in one && 'cipherSuites' in one)
    return personaOf(one as Parameters<typeof personaOf>[0]);
  throw new UsageError(
    `${where} is neither a persona nor a radio of @vwifi/nl80211; \`iw phy\` prints what can be imported, too`,
  );
}

/** A file with a persona, a radio as the library tells of it, or what `iw phy` prints. */
async function read(file: string): Promise<Persona> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      error.code === 'ENOENT'
        ? `${file}: no such file, and no persona of that name; vwifi-tool persona ls has those that are known`
        : `${file} cannot be read: ${error.message}`,
    );
  });
  return /^\s*[[{]/.test(text) ? fromJson(text, file) : personaOfIw(text);
}

/** By name, or from a file. */
export const personaNamed = async (name: string): Promise<Persona> =>
  Object.hasOwn(PERSONAS, name) ? PERSONAS[name as PersonaName] : read(name);

export function list(context: Context, flags: CommonFlags): void {
  show(context, flags, PERSONAS, () =>
    table(
      ['PERSONA', 'KIND', 'BANDS', 'STREAMS', 'WIDTH', 'INTERFACES'],
      Object.entries(PERSONAS).map(([name, persona]) => [
        name,
        KINDS[persona.personality],
        bandText(persona.bands as readonly RadioBand[]),
        ...sizeText(persona),
        persona.interfaceTypes.join(', '),
      ]),
    ),
  );
}

export async function importFrom(context: Context, file: string): Promise<void> {
  print(context, toJson(await read(file), 2));
}
