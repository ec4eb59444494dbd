/** `testbed doctor`: every prerequisite, whether it is there, and the command that mends it. */
import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { release } from 'node:os';
import { promisify } from 'node:util';
import { findModule, hasPrebuilt, type Kernel, kernels } from '@vwifi/kernel';
import { runFolder } from '../daemon/run-folder.js';
import { errorMessage } from '../errors.js';
import { memoryFolder, needLimits } from '../guest/host-limits.js';
import { chooseMachine } from '../guest/open.js';
import { fileOf, hostapdKnowsWifi7, install, type Program, programs } from '../machine/programs.js';
import { newestSupplicant } from '../node/point.js';
import { type Context, print, printJson } from './context.js';
import { NEWER_NODE } from './node-version.js';
import { coloursOf } from './terminal.js';

/** What a guest gets where nothing else is said. */
const GUEST_MB = 512;

export interface Finding {
  readonly name: string;
  readonly found: boolean;
  /** What was found, or what is missing. */
  readonly version: string;
  /** What it is for. */
  readonly why: string;
  /** Something does not work without it; the rest is a matter of taste. */
  readonly needed: boolean;
  /** The command that mends it; empty where nothing has to be mended. */
  readonly fix: string;
}

async function programFinding(program: Program): Promise<Finding> {
  const { name, why, needed } = program;
  const path = fileOf(name);
  if (path === undefined)
    return { name, found: false, version: 'not installed', why, needed, fix: install(program.package) };
  return {
    name,
    found: true,
    version: program.version ? await versionOf(path, program.version) : path,
    why,
    needed,
    fix: '',
  };
}

/** The first version-like word of what a program prints; its path when it prints none. */
async function versionOf(path: string, argv: readonly string[]): Promise<string> {
  // Of a program that may not be run here (a capability that a container lacks) Node throws at once.
  const run = (async () => promisify(execFile)(path, [...argv], { timeout: 5000 }))();
  const { stdout, stderr } = await run.catch((error: { stdout?: string; stderr?: string }) => ({
    stdout: error.stdout ?? '',
    stderr: error.stderr ?? '',
  }));
  return /\bv?(\d+[\d.]*\d[\w.+-]*)/.exec(`${stdout}\n${stderr}`)?.[1] ?? path;
}

function nodeFinding(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const found = major > 20 || (major === 20 && minor >= 5);
  return {
    name: 'node',
    found,
    version: process.versions.node,
    why: 'everything',
    needed: true,
    fix: found ? '' : NEWER_NODE,
  };
}

/** Whether kernels of laboratories run on such a host; `kernel` is its own release. */
export function processorFinding(arch: string, kernel: string): Finding {
  const found = arch === 'x64';
  const inside = /microsoft/i.test(kernel) ? ', under WSL2, where this has not been tried' : '';
  return {
    ...{ name: 'processor', found, why: 'kernels of laboratories', needed: true },
    version: found ? `x86-64${inside}` : `${arch}: laboratories boot kernels for x86-64 alone`,
    fix: found ? '' : 'an x86-64 machine; @vwifi/nl80211 works here without one',
  };
}

function kernelFindings(): Finding[] {
  const all = kernels();
  const findings: Finding[] = all.map((kernel) => ({
    name: `kernel ${kernel.id}`,
    found: true,
    version: kernel.kind === 'uml' ? `backend uml, ${kernel.variant}` : 'backend qemu',
    why: 'a kernel to boot',
    needed: false,
    fix: '',
  }));
  if (all.length === 0)
    findings.push({
      name: 'kernel',
      found: false,
      version: 'none in the cache',
      why: 'a kernel to boot',
      needed: true,
      fix: 'npx testbed kernel fetch 6.1',
    });
  return [...findings, ...all.map(moduleFinding)];
}

/** A checkout can build what is missing; an installed package brings it for the kernel inside. */
const BUILD = hasPrebuilt() ? 'only in a checkout of the project: npm run build' : 'npm run build';

/** The one that `up` takes has to have its module; another one only for whoever asks for that kernel. */
function moduleFinding(kernel: Kernel): Finding {
  const path = findModule(kernel);
  return {
    name: `vwifi.ko ${kernel.release}`,
    found: path !== undefined,
    version: path ?? 'not built',
    why: 'the radios',
    needed: kernel.release === chosenRelease(),
    fix: path ? '' : BUILD,
  };
}

function chosenRelease(): string | undefined {
  try {
    return chooseMachine({}).kernel?.release;
  } catch {
    return undefined;
  }
}

/** What keeps a hostile guest from the host's files and processes. */
async function confinementFindings(): Promise<Finding[]> {
  const uml = kernels().filter(({ kind }) => kind === 'uml');
  return Promise.all(
    uml.map(async (kernel) => {
      const row = { name: `held ${kernel.release}`, why: 'a guest changes nothing outside', needed: false };
      try {
        const { confinementHere, confinementText, weaknessOf } = await import('../guest/confinement.js');
        const held = await confinementHere(kernel);
        const fix = held ? '' : `npx testbed kernel build ${kernel.variant}`;
        return { ...row, found: !weaknessOf(held), version: confinementText(held), fix };
      } catch (error) {
        return { ...row, found: false, version: errorMessage(error), fix: '' };
      }
    }),
  );
}

/** How fast its programs go. */
async function userSpaceFindings(): Promise<Finding[]> {
  const [uml] = kernels().filter(({ kind }) => kind === 'uml');
  if (!uml) return [];
  const row = { name: `programs of ${uml.release}`, why: 'speed of backend uml', needed: false, fix: '' };
  try {
    const { userSpaceOf, userSpaceText } = await import('../guest/user-space.js');
    const userSpace = await userSpaceOf(uml);
    return [{ ...row, found: userSpace === 'seccomp', version: userSpaceText(userSpace) }];
  } catch (error) {
    return [{ ...row, found: false, version: errorMessage(error) }];
  }
}

/** Where a guest's memory would be, and what the host limits. */
function limitsFinding(): Finding {
  const row = { name: 'room for a guest', why: 'memory, processes, files', needed: true };
  try {
    needLimits();
    return { ...row, found: true, version: `memory in ${memoryFolder(GUEST_MB, runFolder())}`, fix: '' };
  } catch (error) {
    const { hint = '' } = error as { hint?: string };
    return { ...row, found: false, version: errorMessage(error), fix: hint };
  }
}

function hostFinding(): Finding {
  const found = process.getuid?.() === 0 && existsSync('/proc/modules');
  return {
    name: 'host kernel',
    found,
    version: release(),
    why: 'backend host',
    needed: false,
    fix: found ? '' : 'only for --backend host: run as root, on a kernel that loads modules',
  };
}

async function acceleratorFinding(): Promise<Finding> {
  const why = 'speed of backend qemu';
  try {
    const { accelerator } = await import('../guest/accelerator.js');
    const { findQemu } = await import('../guest/qemu.js');
    const found = (await accelerator(findQemu())) === 'kvm';
    const denied = !found && existsSync('/dev/kvm') && !canWrite('/dev/kvm');
    const fix = denied ? 'sudo usermod -aG kvm "$USER", then log in again' : '';
    return {
      name: 'KVM',
      found,
      version: found ? 'works' : 'does not work: QEMU emulates',
      why,
      needed: false,
      fix,
    };
  } catch {
    return { name: 'KVM', found: false, version: 'not tried: no QEMU', why, needed: false, fix: '' };
  }
}

function canWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

async function addonFinding(): Promise<Finding> {
  const row = { name: 'netlink addon', why: 'talking to nl80211', needed: true };
  try {
    const { nativeSocket } = await import('@vwifi/nl80211');
    await (await nativeSocket({ protocol: 0 })).close();
    return { ...row, found: true, version: 'loads', fix: '' };
  } catch (error) {
    return { ...row, found: false, version: errorMessage(error).split(';')[0] ?? '', fix: BUILD };
  }
}

/** Which daemons a laboratory has for Wi-Fi 7: this system's, and they may be too old. */
function wifi7Finding(): Finding {
  const found = hostapdKnowsWifi7() === true;
  const version = found
    ? `${fileOf('hostapd')} is built with 802.11be`
    : "this hostapd is built without 802.11be, as all of Debian's are: an access point of ours does it, with open, OWE and SAE";
  return {
    ...{ name: 'hostapd for Wi-Fi 7', found, version, why: 'standard: be', needed: false },
    fix: found ? '' : 'for more than that: a hostapd with CONFIG_IEEE80211BE, before this one in PATH',
  };
}

/** Which wpa_supplicant takes several links. */
function linksFinding(): Finding {
  const path = newestSupplicant();
  return {
    ...{ name: 'wpa_supplicant with links', found: path !== undefined, version: path ?? 'not fetched' },
    ...{ why: 'links of an access point', needed: false },
    fix: path === undefined ? 'testbed up fetches it where a laboratory has links' : '',
  };
}

/** What `up` would take, and why. */
function choiceFinding(): Finding {
  const row = { name: 'up would use', why: 'the default backend', needed: true };
  try {
    const { backend, kernel, why } = chooseMachine({});
    return { ...row, found: true, version: `${backend}, kernel ${kernel?.release}: ${why}`, fix: '' };
  } catch (error) {
    return { ...row, found: false, version: errorMessage(error), fix: 'npx testbed kernel fetch 6.1' };
  }
}

export async function examine(): Promise<Finding[]> {
  const [found, kvm, addon, held, speed] = await Promise.all([
    Promise.all(programs.map(programFinding)),
    acceleratorFinding(),
    addonFinding(),
    confinementFindings(),
    userSpaceFindings(),
  ]);
  const backends =
    found.some(({ name, found: is }) => name === 'qemu-system-x86_64' && is) ||
    kernels().some(({ kind }) => kind === 'uml');
  const qemu = found.map((finding) =>
    // Without a kernel that is a process, the other way to boot one is no matter of taste.
    finding.why.includes('backend qemu') ? { ...finding, needed: !backends } : finding,
  );
  return [
    ...[
      nodeFinding(),
      processorFinding(process.arch, release()),
      addon,
      ...qemu,
      wifi7Finding(),
      linksFinding(),
    ],
    ...[kvm, limitsFinding()],
    ...[...kernelFindings(), ...held, ...speed, hostFinding(), choiceFinding()],
  ];
}

/** The text, and whether all that is needed is there. */
export async function doctor(context: Context, flags: { readonly json?: boolean }): Promise<number> {
  const findings = await examine();
  const lacking = findings.filter(({ needed, found }) => needed && !found);
  if (flags.json) printJson(context, findings);
  else {
    const colours = coloursOf(context.terminal.output);
    const nameWidth = Math.max(...findings.map(({ name }) => name.length));
    for (const { name, found, version, why, needed, fix } of findings) {
      const mark = found
        ? colours.green('found  ')
        : needed
          ? colours.red('MISSING')
          : colours.yellow('missing');
      print(
        context,
        `${mark}  ${name.padEnd(nameWidth)}  ${version} (${why})${fix ? `\n         ${' '.repeat(nameWidth)}  mend: ${fix}` : ''}`,
      );
    }
    const verdict = lacking.length
      ? `\n${lacking.length} of what is needed ${lacking.length === 1 ? 'is' : 'are'} missing.`
      : '\nAll that is needed is there.';
    print(context, verdict);
  }
  return lacking.length ? 1 : 0;
}
