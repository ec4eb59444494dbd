import { errnoCode, errnoWords } from '../wire/errno.js';
import { VWifiError } from '../wire/errors.js';
import type { Extack } from './extack.js';
import { hintOf } from './hints.js';

/**
 * The kernel refused a request. One line: `triggerScan vw1: EBUSY (scan already running)`.
 * `code` is the errno's name, `extack` what else the kernel said.
 */
export class NetlinkError extends VWifiError {
  override name = 'NetlinkError';
  constructor(
    /** The command, by its name in the table. */
    readonly command: string,
    readonly errno: number,
    readonly extack: Extack = {},
    /** What it was asked of: an interface or a radio. */
    readonly target?: string,
  ) {
    super(errnoCode(errno), explainError(command, errno, extack, target));
  }
}

function explainError(command: string, errno: number, extack: Extack, target: string | undefined): string {
  const details = [extack.message ?? errnoWords(errno)];
  if (extack.attribute) details.push(`at ${extack.attribute.join('.')}`);
  if (extack.missing) details.push(`missing ${extack.missing}`);
  const range = rangeOf(extack);
  if (range) details.push(range);
  const subject = target === undefined ? command : `${command} ${target}`;
  // Where the kernel names the attribute, that says more than a guess.
  const hint = extack.attribute || extack.missing ? undefined : hintOf(errnoCode(errno), command);
  return `${subject}: ${errnoCode(errno)} (${details.join(', ')})${hint === undefined ? '' : `; ${hint}`}`;
}

function rangeOf({ policy }: Extack): string | undefined {
  if (!policy) return undefined;
  const { type } = policy;
  const min = policy.minValue ?? policy.minValueSigned;
  const max = policy.maxValue ?? policy.maxValueSigned;
  if (min !== undefined && max !== undefined) return `allowed ${type} ${min} to ${max}`;
  if (policy.minLength !== undefined || policy.maxLength !== undefined) {
    const limits = [policy.minLength ?? 0, ...(policy.maxLength === undefined ? [] : [policy.maxLength])];
    return `allowed ${type} of ${limits.join(' to ')} bytes`;
  }
  return type === undefined ? undefined : `allowed ${type}`;
}
