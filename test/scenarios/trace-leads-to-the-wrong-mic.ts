import assert from 'node:assert/strict';
import { openInChromium } from '../lib/browser.js';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

const LAB = `nodes:
  ap: { kind: ap, ssid: test, passphrase: the right one, position: [0, 0] }
  sta1: { kind: station, passphrase: the wrong one, idle: true, position: [1, 0] }
  sta2: { kind: station, position: [2, 0] }
timeline:
  - at: 100ms
    run: { node: sta1, command: "wpa_cli -i vw1 enable_network all" }
  - at: 8s
    expect: { node: sta1, connected: true }
`;
const WRONG = /EAPOL 2 of 4, MIC wrong/;

export default scenario(
  'a laboratory that failed leaves one file, whose page leads a person to the wrong MIC in three clicks and asks nobody',
  { only: ['host'], programs: ['chromium', 'tshark'], limitMs: 150_000 },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    const { folder } = testbed;
    await context.machine.writeFile(`${folder}/lab.yaml`, LAB);
    const judged = await testbed.script('$testbed test lab.yaml');
    assert.equal(judged.status, 1, judged.stdout + judged.stderr);
    const [, kept = ''] = /kept in (\S+);/.exec(judged.stdout) ?? [];
    assert.ok(kept, judged.stdout);
    const trace = `${folder}/${kept}/trace.zip`;
    const manifest = JSON.parse(await context.run(['cat', `${folder}/${kept}/trace.json`]));
    assert.equal(manifest.repeat, 'npx testbed test lab.yaml');
    assert.deepEqual(Object.keys(manifest.versions).sort(), [
      ...['hostapd', 'kernel', 'node', 'testbed', 'wpa_supplicant'],
    ]);

    // Other programs read its frames, and have the keys.
    const messages = await context.run([
      ...['tshark', '-r', `${folder}/${kept}/frames.pcapng`, '-Y', 'eapol', '-T', 'fields'],
      ...['-e', '_ws.col.Info'],
    ]);
    assert.match(messages, /Message 1 of 4[\s\S]*Message 2 of 4/);
    assert.match(await context.run(['cat', `${folder}/${kept}/80211_keys`]), /^"wpa-psk","[0-9a-f]{64}"\n$/);

    const html = `${folder}/page.html`;
    const told = JSON.parse(await testbed.ok('trace', 'show', trace, '--out', html, '--json'));
    assert.ok(told.causes.includes('wrong-passphrase'), JSON.stringify(told));
    const { page, asItShould } = await openInChromium(context, `file://${html}`);
    await page.getByText('the passphrase of sta1 is not the one of ap').waitFor();
    // One click: from the cause to the frame that shows it.
    await page.getByRole('button', { name: /message 2 of 4/ }).click();
    assert.match((await page.locator('#chosen').textContent()) ?? '', WRONG);
    // Two: to its octets.
    await page.getByRole('button', { name: /^key MIC/ }).click();
    const mic = (await page.locator('.field[aria-pressed=true] .value').textContent()) ?? '';
    assert.equal((await page.locator('.octet.lit').allTextContents()).join(''), mic);
    assert.match(mic, /^[0-9a-f]{32}$/);
    // Three: to what the access point said of it.
    await page
      .getByRole('button', { name: /POSSIBLE-PSK-MISMATCH/ })
      .first()
      .click();
    assert.match((await page.locator('#chosen').textContent()) ?? '', /AP-STA-POSSIBLE-PSK-MISMATCH/);

    // By keyboard alone: search, the list, the next that went wrong.
    await page.keyboard.press('/');
    await page.keyboard.type('eapol 2 wrong');
    assert.match((await page.locator('output').textContent()) ?? '', /^\d+ of \d+$/);
    await page.locator('#list').focus();
    await page.keyboard.press('Home');
    assert.match((await page.locator('#chosen').textContent()) ?? '', WRONG);
    assert.match((await page.locator('#list [aria-selected=true]').textContent()) ?? '', WRONG);
    asItShould();

    // On demand, of a laboratory that is up.
    await testbed.ok('up', `${folder}/lab.yaml`, '--record', '--no-timeline');
    const saved = JSON.parse(await testbed.ok('trace', 'save', `${folder}/saved.zip`, '--json'));
    assert.ok(saved.records > 20, JSON.stringify(saved));
    await testbed.ok('down');
    const shown = JSON.parse(
      await testbed.ok('trace', 'show', `${folder}/saved.zip`, '--out', `${folder}/saved.html`, '--json'),
    );
    assert.ok(shown.records > 20, JSON.stringify(shown));
    const complaint = await testbed.refused('trace', 'show', `${folder}/lab.yaml`);
    assert.match(complaint, /lab\.yaml is no trace/);
  },
);
