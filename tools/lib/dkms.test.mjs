import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRoot } from './root.mjs';
import { run } from './run.mjs';

const DRIVER = inRoot('packages', 'driver-c');
const { version } = JSON.parse(readFileSync(inRoot('packages', 'nl80211', 'package.json'), 'utf8'));

test('what DKMS reads has the version of the project, and builds the module that is there', async () => {
  const script = `kernel_source_dir=/headers; . ./dkms.conf; printf '%s\\n' "$PACKAGE_NAME" "$PACKAGE_VERSION" "$BUILT_MODULE_NAME" "$MAKE" "$CLEAN"`;
  const [name, packageVersion, module, make, clean] = (
    await run(['bash', '-c', script], { cwd: DRIVER })
  ).split('\n');
  expect([name, packageVersion]).toEqual(['vwifi', version]);
  expect(readFileSync(`${DRIVER}/Kbuild`, 'utf8')).toMatch(
    new RegExp(`^obj-m\\s*[:+]?=\\s*${module}\\.o$`, 'm'),
  );
  // What it runs finds the kernel's headers and this folder.
  const headers = mkdtempSync(join(tmpdir(), 'vwifi-headers-'));
  try {
    writeFileSync(join(headers, 'Makefile'), 'modules clean:\n\t@echo $@ of $(M)\n');
    for (const [command = '', target] of [
      [make, 'modules'],
      [clean, 'clean'],
    ]) {
      const ran = await run(['sh', '-c', command.replace('/headers', headers)], { cwd: DRIVER });
      expect(ran).toContain(`${target} of ${DRIVER}`);
    }
  } finally {
    rmSync(headers, { recursive: true });
  }
});
