/** Reading /dev/kmsg: one record a read, `priority,sequence,microseconds,flags;text` and continuation lines. */

import { spawn } from 'node:child_process';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { errorCode, errorMessage, TestbedError } from '../errors.js';

const DEVICE = '/dev/kmsg';
/** Larger than any record that the kernel hands out (CONSOLE_EXT_LOG_MAX). */
const RECORD_BYTES = 16384;

export interface KernelLogRecord {
  readonly sequence: number;
  /** As `dmesg` prints it: `[    5.140900] text`. */
  readonly line: string;
}

/** One record of /dev/kmsg; undefined for what is none. */
export function parseRecord(record: string): KernelLogRecord | undefined {
  const match = /^\d+,(\d+),(\d+),[^;]*;([^\n]*)/.exec(record);
  if (!match) return undefined;
  const [, sequence, time, text = ''] = match;
  const microseconds = String(time).padStart(7, '0');
  const seconds = microseconds.slice(0, -6).padStart(5);
  // The kernel writes bytes that are not printable as \xNN.
  const printable = text.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return { sequence: Number(sequence), line: `[${seconds}.${microseconds.slice(-6)}] ${printable}` };
}

/** Every record that the kernel still keeps, from a sequence number on. Does not wait. */
export function readKernelLog(from: number): KernelLogRecord[] {
  let descriptor: number;
  try {
    descriptor = openSync(DEVICE, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw new TestbedError(
      errorCode(error) ?? 'KERNEL_LOG',
      `cannot read the kernel log: ${errorMessage(error)}`,
      {
        hint: 'Reading it needs root here (kernel.dmesg_restrict).',
        cause: error,
      },
    );
  }
  const records: KernelLogRecord[] = [];
  const buffer = Buffer.alloc(RECORD_BYTES);
  try {
    for (;;) {
      let length: number;
      try {
        length = readSync(descriptor, buffer);
      } catch (error) {
        // Overwritten while we read: the next read goes on with the oldest that is left.
        if (errorCode(error) === 'EPIPE') continue;
        if (errorCode(error) === 'EAGAIN') return records;
        throw error;
      }
      if (length === 0) return records;
      const record = parseRecord(buffer.toString('utf8', 0, length));
      if (record && record.sequence >= from) records.push(record);
    }
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Follows the kernel log. A child reads the device, because a read that waits would hold one of Node's few
 * worker threads and could not be taken back.
 */
export async function followKernelLog(listener: (line: string) => void, signal: AbortSignal): Promise<void> {
  let next = 0;
  while (!signal.aborted) {
    const child = spawn('cat', [DEVICE], { stdio: ['ignore', 'pipe', 'pipe'] });
    const stop = () => child.kill('SIGKILL');
    signal.addEventListener('abort', stop, { once: true });
    let pending = '';
    let complaint = '';
    child.stdout.on('data', (data: Buffer) => {
      const lines = (pending + data.toString()).split('\n');
      pending = lines.pop() ?? '';
      for (const line of lines) {
        const record = parseRecord(line);
        if (!record || record.sequence < next) continue;
        next = record.sequence + 1;
        listener(record.line);
      }
    });
    child.stderr.on('data', (data: Buffer) => {
      complaint += data.toString();
    });
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', () => resolve());
    });
    signal.removeEventListener('abort', stop);
    // cat ends when records were overwritten before it came to them (EPIPE); anything else is final.
    if (!signal.aborted && !/Broken pipe/i.test(complaint))
      throw new TestbedError(
        'KERNEL_LOG',
        `cannot follow the kernel log: ${complaint.trim() || 'its reader ended'}`,
      );
  }
}
