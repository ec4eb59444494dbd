import { processorFinding } from './doctor.js';

it('says in one line what a host is worth that is no plain x86-64 Linux', () => {
  expect(processorFinding('x64', '6.12.0-amd64')).toMatchObject({ found: true, version: 'x86-64', fix: '' });
  expect(processorFinding('x64', '5.15.153.1-microsoft-standard-WSL2').version).toBe(
    'x86-64, under WSL2, where this has not been tried',
  );
  expect(processorFinding('arm64', '6.12.0-arm64')).toMatchObject({
    ...{ found: false, needed: true, version: 'arm64: laboratories boot kernels for x86-64 alone' },
    fix: 'an x86-64 machine; @vwifi/nl80211 works here without one',
  });
});
