import { VWifiError } from '../wire/errors.js';

/** How the parts of an address that people say become the kernel's numbers. */
export interface AddressBook {
  /** ifindex of an interface. */
  indexOf(ref: string | number, options: { signal?: AbortSignal | undefined }): Promise<number>;
  /** Index of a radio. */
  radioIndexOf(ref: string | number, options: { signal?: AbortSignal | undefined }): Promise<number>;
}

interface Said {
  readonly dev?: string | number | undefined;
  readonly phy?: string | number | undefined;
  readonly [attribute: string]: unknown;
}

/** `{ dev: 'vw1', psState: 'enabled' }` into `{ ifindex: 3, psState: 'enabled' }`, and what was meant, for errors. */
export async function resolveAddress(
  command: string,
  said: object,
  book: AddressBook,
  signal: AbortSignal | undefined,
): Promise<{ readonly attributes: object; readonly target?: string }> {
  const { dev, phy, ...rest } = said as Said;
  if (dev !== undefined && phy !== undefined)
    throw new VWifiError('BAD_ARGUMENT', `${command}: either dev or phy, not both`);
  if (dev !== undefined)
    return { attributes: { ifindex: await book.indexOf(dev, { signal }), ...rest }, target: String(dev) };
  if (phy !== undefined)
    return { attributes: { wiphy: await book.radioIndexOf(phy, { signal }), ...rest }, target: String(phy) };
  return { attributes: rest };
}
