/** Whether KVM works here, which the device being there does not say: found out by booting a kernel. */
import { spawn } from 'node:child_process';
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { bootId } from '../machine/boot-id.js';
import { guestCache, writeCached } from './cache.js';
import type { BootFiles } from './initramfs.js';
import { withParentDeathSignal } from './parent-death.js';

export type Accelerator = 'kvm' | 'tcg';

/** A kernel is through with its boot in a second under KVM; one that hangs does so for ever. */
const PROBE_DEADLINE_MS = 15_000;
const DEVICE = '/dev/kvm';

/** KVM where it has been shown to work since this host was booted, otherwise emulation. Without files to boot nothing is tried. */
export async function accelerator(program: string, files?: BootFiles): Promise<Accelerator> {
  try {
    accessSync(DEVICE, constants.R_OK | constants.W_OK);
  } catch {
    return 'tcg';
  }
  const { size, mtimeMs } = statSync(program);
  // Another start of the host, kernel, QEMU or user: another answer.
  const key = [bootId(), release(), program, size, mtimeMs, process.getuid?.()].join(' ');
  const path = join(guestCache(), 'accelerator.json');
  try {
    const known = JSON.parse(readFileSync(path, 'utf8')) as { key: string; accelerator: Accelerator };
    if (known.key === key) return known.accelerator === 'kvm' ? 'kvm' : 'tcg';
  } catch {
    // Not asked before.
  }
  if (!files) return 'tcg';
  const answer = (await boots(program, files)) ? 'kvm' : 'tcg';
  await writeCached(path, `${JSON.stringify({ key, accelerator: answer })}\n`);
  return answer;
}

/** Whether a kernel gets through its whole boot under KVM. It finds no init program, panics, and QEMU ends. */
async function boots(program: string, files: BootFiles): Promise<boolean> {
  const [file = '', ...parameters] = withParentDeathSignal([
    program,
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot', '-nic', 'none'],
    ...['-machine', 'q35', '-accel', 'kvm', '-cpu', 'host', '-m', '512', '-serial', 'stdio'],
    ...['-kernel', files.kernel, '-initrd', files.initramfs],
    ...['-append', 'console=ttyS0 panic=-1 rdinit=/none'],
  ]);
  const child = spawn(file, parameters, { stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  child.stdout.on('data', (data: Buffer) => {
    said += data.toString('latin1');
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), PROBE_DEADLINE_MS);
  const ended = await new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false));
    child.once('close', (status) => resolve(status === 0));
  });
  clearTimeout(timer);
  return ended && said.includes('Kernel panic');
}
