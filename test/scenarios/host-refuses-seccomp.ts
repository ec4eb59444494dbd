import assert from 'node:assert/strict';
import { python } from '../lib/lab-shell.js';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

/** Runs what follows with a filter that refuses seccomp(2), whatever it is asked for, as some containers do. */
const REFUSING = python(`
import ctypes, os, struct, sys
libc = ctypes.CDLL(None)
def op(code, yes, no, k): return struct.pack("HBBI", code, yes, no, k)
# load the number of the call; seccomp is 317: EPERM; all else is allowed
program = op(0x20, 0, 0, 0) + op(0x15, 0, 1, 317) + op(0x06, 0, 0, 0x50001) + op(0x06, 0, 0, 0x7fff0000)
code = ctypes.create_string_buffer(program)
class Filter(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_void_p)]
filter = Filter(len(program) // 8, ctypes.addressof(code))
assert libc.prctl(38, 1, 0, 0, 0) == 0
assert libc.prctl(22, 2, ctypes.byref(filter), 0, 0) == 0
os.execvp(sys.argv[1], sys.argv[1:])
`);

export default scenario(
  'a host that refuses seccomp has its programs run by ptrace, and is told so',
  { only: ['host'], programs: ['python3'] },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    const refused = async (words: string) => {
      const { status, stdout, stderr } = await testbed.script(`${REFUSING} $testbed ${words}`);
      assert.equal(status, 0, stderr || stdout);
      return stdout + stderr;
    };
    assert.match(await testbed.ok('doctor'), /programs of \S+ +by seccomp \(|kernel uml-6\.1\.\S+-fast/);
    assert.match(await refused('doctor'), /programs of \S+ +by ptrace: .*this host does not let it have/);
    const up = await refused('up --backend uml');
    assert.match(up, /^\S+ on uml, kernel \S+-fast by ptrace$/m);
    // Neither is the guest's kernel held by a filter, which has to be known.
    assert.match(up, /warning: this host has no seccomp/);
    assert.match(await testbed.ok('status'), /kernel \S+-fast by ptrace$/m);
    assert.match(await testbed.ok('exec', 'sta1', '--', 'ping', '-c', '1', '10.0.0.1'), /1 received/);
  },
);
