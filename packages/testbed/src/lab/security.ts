/** How a network is protected: the types and what each wants to know. What daemons are told is in security-lines.ts. */
import { z } from 'zod';
import { identity, userPassword, vlanId } from './kinds.js';
import { nodeName } from './words.js';

export const ciphers = ['CCMP', 'CCMP-256', 'GCMP', 'GCMP-256'] as const;

/** An ASCII passphrase, or the 256-bit key itself in hexadecimal. */
const psk = z
  .string()
  .refine((text) => text.length >= 8, 'is too short: WPA2 wants 8 to 63 characters')
  .refine(
    (text) => text.length <= 63 || /^[0-9a-fA-F]{64}$/.test(text),
    'is too long: WPA2 wants 8 to 63 characters',
  )
  .refine((text) => /^[\x20-\x7e]*$/.test(text), 'has a character that is not printable ASCII')
  .describe('8 to 63 printable characters, or the key itself as 64 hexadecimal digits');

export const vlanPassphrases = z
  .record(vlanId, psk)
  .describe(
    'stations with this passphrase, instead of the other one, are in the VLAN of this number (wpa2-psk)',
  );

const password = z
  .string()
  .min(1, 'is empty')
  .refine(
    (text) => !/[\p{Cc}"]/u.test(text),
    'has a quotation mark, a line break or another control character, which the daemons cannot read',
  )
  .describe('the SAE password');

const enterprise = {
  server: nodeName.optional().describe('access point: the node of kind radius that knows the users'),
  trusts: nodeName
    .optional()
    .describe("station: the server whose certificate it takes; left out: its access point's"),
  method: z.enum(['PEAP', 'TTLS', 'TLS']).default('PEAP').describe('station: how it says who it is'),
  identity: identity.optional().describe('station: who it is'),
  password: userPassword.optional().describe('station: with PEAP and TTLS'),
};

const cipher = z.enum(ciphers).default('CCMP').describe('the pairwise cipher');

export const securitySchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('open') }),
  z.strictObject({ type: z.literal('owe'), cipher }),
  z.strictObject({ type: z.literal('owe-transition'), cipher }),
  z.strictObject({ type: z.literal('wpa2-psk'), passphrase: psk, cipher }),
  z.strictObject({ type: z.literal('wpa3-sae'), passphrase: password, cipher }),
  z.strictObject({ type: z.literal('wpa2-wpa3'), passphrase: psk, cipher }),
  z.strictObject({ type: z.literal('wpa2-eap'), ...enterprise, cipher }),
  z.strictObject({ type: z.literal('wpa3-eap'), ...enterprise, cipher }),
]);

export type Security = z.output<typeof securitySchema>;
export type SecurityType = Security['type'];
export const securityTypes = securitySchema.options.map((option) => option.shape.type.value);
