import { KernelError } from './failure.js';
import { moduleNamed } from './module-name.js';

/** A file with one section besides that of names, as an object for a machine of 64 bits has it. */
function object(section: string, content: Buffer): Buffer {
  const names = Buffer.from(`\0.shstrtab\0${section}\0`, 'latin1');
  const file = Buffer.alloc(64 + content.length + names.length + 3 * 64);
  file.writeUInt32BE(0x7f454c46, 0);
  file.set([2, 1], 4);
  const [at, table] = [64 + content.length, 64 + content.length + names.length];
  file.writeBigUInt64LE(BigInt(table), 0x28);
  file.writeUInt16LE(64, 0x3a);
  file.writeUInt16LE(3, 0x3c);
  file.writeUInt16LE(1, 0x3e);
  file.set(content, 64);
  file.set(names, at);
  const header = (index: number, name: number, offset: number, size: number) => {
    file.writeUInt32LE(name, table + index * 64);
    file.writeBigUInt64LE(BigInt(offset), table + index * 64 + 0x18);
    file.writeBigUInt64LE(BigInt(size), table + index * 64 + 0x20);
  };
  header(1, 1, at, names.length);
  header(2, 11, 64, content.length);
  return file;
}

const module = (name: string) => {
  const content = Buffer.alloc(128);
  content.write(name, 24, 'latin1');
  return object('.gnu.linkonce.this_module', content);
};

test('a module is called otherwise, and nothing else of it is different', () => {
  const file = module('vwifi');
  const renamed = moduleNamed(file, 'vwifi', 'mac80211_hwsim');
  expect(renamed).toEqual(module('mac80211_hwsim'));
  expect(moduleNamed(renamed, 'mac80211_hwsim', 'vwifi')).toEqual(module('vwifi'));
  expect(file).toEqual(module('vwifi'));
});

test('what is no module, or is called otherwise, is refused', () => {
  const refused = (file: Uint8Array, to = 'other') => {
    expect(() => moduleNamed(file, 'vwifi', to)).toThrow(KernelError);
  };
  refused(Buffer.from('#!/bin/sh'));
  refused(Buffer.alloc(0));
  refused(object('.text', Buffer.from('\0vwifi\0')));
  refused(module('veth'));
  refused(module('vwifi'), 'no name');
  refused(module('vwifi'), 'x'.repeat(56));
});
