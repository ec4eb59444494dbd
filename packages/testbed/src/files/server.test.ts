import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { Answer, Fields, LERROR, Messages, message, Request, type RequestName } from './message.js';
import { serveFiles } from './server.js';

/** Two streams: what is written to one is read from the other. */
function pair(): [Duplex, Duplex] {
  const end = (other: () => Duplex) =>
    new Duplex({
      read() {},
      write(chunk, _encoding, done) {
        other().push(chunk);
        done();
      },
      final(done) {
        other().push(null);
        done();
      },
    });
  const near: Duplex = end(() => far);
  const far: Duplex = end(() => near);
  return [near, far];
}

const text = (value: string | Buffer) => (answer: Answer) => answer.text(Buffer.from(value as string));
const u32 = (value: number) => (answer: Answer) => answer.u32(value);
const u64 = (value: number | bigint) => (answer: Answer) => answer.u64(BigInt(value));
const u16 = (value: number) => (answer: Answer) => answer.u16(value);

/** A guest's kernel, or what has taken it over. */
class Client {
  readonly #stream: Duplex;
  readonly #messages = new Messages(1 << 20);
  readonly #waiting: ((answer: { type: number; fields: Buffer }) => void)[] = [];
  readonly ended: Promise<Error | undefined>;

  constructor(folders: readonly string[]) {
    const [near, far] = pair();
    this.#stream = near;
    this.ended = serveFiles(far, folders);
    near.on('data', (data: Buffer) => {
      for (const answer of this.#messages.push(data)) this.#waiting.shift()?.(answer);
    });
  }

  raw(bytes: Buffer): void {
    this.#stream.write(bytes);
  }

  /** The answer's fields, or the number of the error. */
  async ask(name: RequestName, ...fields: ((answer: Answer) => Answer)[]): Promise<Fields | number> {
    const request = new Answer();
    for (const field of fields) field(request);
    const answered = new Promise<{ type: number; fields: Buffer }>((resolve) => this.#waiting.push(resolve));
    this.raw(message(Request[name], 1, request.fields));
    const { type, fields: answer } = await answered;
    if (type === LERROR) return new Fields(answer).u32();
    expect(type).toBe(Request[name] + 1);
    return new Fields(answer);
  }

  async must(name: RequestName, ...fields: ((answer: Answer) => Answer)[]): Promise<Fields> {
    const answer = await this.ask(name, ...fields);
    if (typeof answer === 'number') throw new Error(`${name}: errno ${answer}`);
    return answer;
  }

  async begin(): Promise<void> {
    await this.must('version', u32(65536), text('9P2000.L'));
    await this.must('attach', u32(0), u32(0xffffffff), text('root'), text(''), u32(0));
  }

  walk(to: number, ...names: (string | Buffer)[]) {
    return this.ask('walk', u32(0), u32(to), u16(names.length), ...names.map(text));
  }
}

const EPERM = 1;
const ENOENT = 2;
const EACCES = 13;
const ENOTDIR = 20;
const EINVAL = 22;
const ELOOP = 40;

describe('a folder that is served', () => {
  let home: string;
  let folder: string;
  let client: Client;
  beforeEach(async () => {
    home = realpathSync(mkdtempSync(join(tmpdir(), 'vwifi-files-')));
    folder = join(home, 'folder');
    mkdirSync(folder);
    mkdirSync(join(home, 'outside'));
    writeFileSync(join(home, 'outside', 'secret'), 'not for guests');
    client = new Client([folder]);
    await client.begin();
    await client.walk(1, '0');
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('takes files, folders and links, and gives them back', async () => {
    await client.must('mkdir', u32(1), text('made'), u32(0o750), u32(0));
    expect(statSync(join(folder, 'made')).mode & 0o7777).toBe(0o750 & ~process.umask());
    await client.walk(2, '0', 'made');
    await client.must('lcreate', u32(2), text('file'), u32(1), u32(0o640), u32(0));
    const data = Buffer.from([0, 255, 10, 13, 0]);
    const written = await client.must('write', u32(2), u64(3), u32(data.length), (answer) =>
      answer.raw(data),
    );
    expect(written.u32()).toBe(5);
    expect(readFileSync(join(folder, 'made', 'file'))).toEqual(Buffer.concat([Buffer.alloc(3), data]));
    await client.must('symlink', u32(1), text('link'), text('/etc/passwd'), u32(0));
    expect(readlinkSync(join(folder, 'link'))).toBe('/etc/passwd');
    await client.walk(3, '0', 'made', 'file');
    await client.must('lopen', u32(3), u32(0));
    const read = await client.must('read', u32(3), u64(0), u32(100));
    expect(read.raw(read.u32()).subarray(3)).toEqual(data);
    await client.must('renameat', u32(1), text('link'), u32(1), text('moved'));
    await client.must('link', u32(1), u32(3), text('hard'));
    expect(statSync(join(folder, 'hard')).nlink).toBe(2);
    await client.must('unlinkat', u32(1), text('moved'), u32(0));
    expect(existsSync(join(folder, 'moved'))).toBe(false);
    expect(await client.ask('unlinkat', u32(1), text('made'), u32(0x200))).toBeGreaterThan(0);
  });

  it('lists names of any bytes, in as many answers as it takes', async () => {
    const odd = Buffer.from([0x66, 0xff, 0x0a]);
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), odd]), 'x');
    for (let i = 0; i < 300; i++) writeFileSync(join(folder, `file-${i}`), '');
    await client.walk(2, '0');
    await client.must('lopen', u32(2), u32(0));
    const names: Buffer[] = [];
    for (let offset = 0n; ; ) {
      const answer = await client.must('readdir', u32(2), u64(offset), u32(1000));
      const entries = new Fields(answer.raw(answer.u32()));
      const before = names.length;
      for (;;) {
        try {
          entries.raw(13);
        } catch {
          break;
        }
        offset = entries.u64();
        entries.u8();
        names.push(Buffer.from(entries.text()));
      }
      if (names.length === before) break;
    }
    expect(names).toHaveLength(303);
    expect(names.some((name) => name.equals(odd))).toBe(true);
    expect(await client.walk(3, '0', odd)).not.toEqual(expect.any(Number));
  });

  it('has files of its user as those of root, who works in the guest', async () => {
    writeFileSync(join(folder, 'mine'), '12345');
    await client.walk(2, '0', 'mine');
    const answer = await client.must('getattr', u32(2), u64(0x7ff));
    answer.raw(8 + 13);
    expect([answer.u32() & 0o170000, answer.u32(), answer.u32()]).toEqual([0o100000, 0, 0]);
    answer.raw(16);
    expect(answer.u64()).toBe(5n);
  });

  it('leads nowhere else: not up, not by a link, not by a name that is a path', async () => {
    symlinkSync(join(home, 'outside'), join(folder, 'way'));
    symlinkSync(join(home, 'outside', 'secret'), join(folder, 'file'));
    for (const name of ['..', '.', '']) expect(await client.walk(9, '0', name)).toBe(EACCES);
    for (const name of ['a/b', '/etc', '../outside', 'x\0y'])
      expect(await client.walk(9, '0', name)).toBe(EINVAL);
    expect(await client.walk(9, '1')).toBe(ENOENT);
    // The way to it is told, but not what is behind it: a link is no folder.
    const walked = (await client.walk(9, '0', 'way', 'secret')) as Fields;
    expect(walked.u16()).toBe(2);
    await client.walk(2, '0', 'file');
    expect(await client.ask('lopen', u32(2), u32(0))).toBe(EACCES);
    expect(await client.ask('lcreate', u32(1), text('file'), u32(1), u32(0o600), u32(0))).toBe(ELOOP);
    await client.walk(3, '0', 'way');
    expect(await client.ask('lcreate', u32(3), text('new'), u32(1), u32(0o600), u32(0))).toBe(ENOTDIR);
    for (const request of ['mkdir', 'mknod'] as const)
      expect(
        await client.ask(request, u32(1), text('../outside/new'), u32(0o100600), u32(0), u32(0), u32(0)),
      ).toBe(EINVAL);
    expect(await client.ask('renameat', u32(1), text('file'), u32(3), text('new'))).toBe(ENOTDIR);
    expect(await client.ask('renameat', u32(1), text('file'), u32(1), text('../outside/new'))).toBe(EINVAL);
    expect(await client.ask('unlinkat', u32(1), text('way/secret'), u32(0))).toBe(EINVAL);
    expect(await client.ask('link', u32(1), u32(0), text('root'))).toBeGreaterThan(0);
    // Size, mode and times are a link's own, or nothing's.
    const setattr = (valid: number) =>
      client.ask(
        'setattr',
        u32(2),
        u32(valid),
        u32(0o777),
        u32(0),
        u32(0),
        u64(0),
        u64(9),
        u64(0),
        u64(9),
        u64(0),
      );
    const before = statSync(join(home, 'outside', 'secret'));
    expect(await setattr(1)).toBeGreaterThan(0);
    expect(await setattr(8)).toBe(EACCES);
    expect(await setattr(16 | 32 | 128 | 256)).not.toEqual(expect.any(Number));
    expect(lstatSync(join(folder, 'file')).mtimeMs).toBe(9000);
    const after = statSync(join(home, 'outside', 'secret'));
    expect([after.mode, after.size, after.mtimeMs]).toEqual([before.mode, before.size, before.mtimeMs]);
    expect(readFileSync(join(home, 'outside', 'secret'), 'utf8')).toBe('not for guests');
  });

  it('follows a folder that is replaced by a link not to where that leads', async () => {
    mkdirSync(join(folder, 'deep'));
    await client.walk(2, '0', 'deep');
    await client.must('renameat', u32(1), text('deep'), u32(1), text('gone'));
    await client.must('symlink', u32(1), text('deep'), text(join(home, 'outside')), u32(0));
    await client.must('lcreate', u32(2), text('new'), u32(1), u32(0o600), u32(0));
    expect(existsSync(join(folder, 'gone', 'new'))).toBe(true);
    expect(existsSync(join(home, 'outside', 'new'))).toBe(false);
  });

  it('makes nothing that changes who somebody is, or that is no file', async () => {
    await client.must('lcreate', u32(1), text('program'), u32(1), u32(0o6755), u32(0));
    expect(statSync(join(folder, 'program')).mode & 0o6000).toBe(0);
    const chmod = (mode: number) =>
      client.ask(
        'setattr',
        u32(1),
        u32(1),
        u32(mode),
        u32(0),
        u32(0),
        u64(0),
        u64(0),
        u64(0),
        u64(0),
        u64(0),
      );
    expect(await chmod(0o104755)).toBe(EPERM);
    expect(await chmod(0o100711)).not.toEqual(expect.any(Number));
    expect(statSync(join(folder, 'program')).mode & 0o7777).toBe(0o711);
    const owner = await client.ask(
      'setattr',
      u32(1),
      u32(2),
      u32(0),
      u32(33),
      u32(0),
      u64(0),
      u64(0),
      u64(0),
      u64(0),
      u64(0),
    );
    expect(owner).toBe(EPERM);
    await client.walk(2, '0');
    for (const type of [0o010000, 0o020000, 0o060000, 0o140000])
      expect(await client.ask('mknod', u32(2), text('node'), u32(type | 0o600), u32(1), u32(3), u32(0))).toBe(
        EPERM,
      );
  });

  it('waits for no FIFO, and opens none', async () => {
    execFileSync('mkfifo', [join(folder, 'fifo')]);
    await client.walk(2, '0', 'fifo');
    expect(await client.ask('lopen', u32(2), u32(0))).toBe(EACCES);
    expect(await client.ask('lcreate', u32(1), text('fifo'), u32(2), u32(0o600), u32(0))).toBe(EACCES);
  });

  it('refuses what its user may not do', async () => {
    if (process.getuid?.() === 0) return;
    writeFileSync(join(folder, 'closed'), '');
    chmodSync(join(folder, 'closed'), 0o000);
    await client.walk(2, '0', 'closed');
    expect(await client.ask('lopen', u32(2), u32(0))).toBe(EACCES);
  });

  it('stands whatever is said to it, and ends with what is no message', async () => {
    linkSync(join(home, 'outside', 'secret'), join(folder, 'known'));
    for (const type of Array.from({ length: 256 }, (_, i) => i).filter((i) => i !== Request.version))
      client.raw(message(type, 7, Buffer.alloc(3, 0xff)));
    for (const name of Object.keys(Request) as RequestName[])
      if (name !== 'version' && name !== 'flush')
        await client.ask(name, u32(0xfffffff0), u32(1), u64(1), u64(1), u64(1)).catch(() => {});
    await client.begin().catch(() => {});
    client.raw(Buffer.from('ffffffff0000', 'hex'));
    client.raw(Buffer.from('000000', 'hex'));
    expect(await client.ended).toBeInstanceOf(RangeError);
    expect(readFileSync(join(home, 'outside', 'secret'), 'utf8')).toBe('not for guests');
  });
});
