import { lacking, tagProblems } from './release.mjs';

describe('a release', () => {
  const manifests = [
    { name: '@vwifi/nl80211', version: '1.2.3' },
    { name: '@vwifi/testbed', version: '1.2.3', dependencies: { '@vwifi/nl80211': '1.2.3', zod: '4.0.0' } },
  ];

  it('has a tag that is the version of all packages, and a heading in the changelog', () => {
    expect(tagProblems('v1.2.3', manifests, '# Changelog\n\n## 1.2.3 - 2026-01-01\n')).toEqual([]);
    expect(tagProblems('1.2.3', manifests, '')).toEqual([expect.stringMatching(/no version/)]);
    expect(tagProblems('v1.2.4', manifests, '## Unreleased\n')).toEqual([
      '@vwifi/nl80211 is of version 1.2.3, not 1.2.4',
      '@vwifi/testbed is of version 1.2.3, not 1.2.4',
      '@vwifi/testbed wants @vwifi/nl80211 1.2.3, not 1.2.4',
      'CHANGELOG.md has no heading for 1.2.4',
    ]);
  });

  it('lacks no target, licence or source', () => {
    const addon = ['README.md', 'LICENSE', 'native/a.cc', 'prebuilds/linux-x64/a.node'];
    expect(lacking('@vwifi/nl80211', [...addon, 'prebuilds/linux-arm64/a.node'])).toEqual([]);
    expect(lacking('@vwifi/nl80211', addon)).toEqual(['@vwifi/nl80211 lacks prebuilds/linux-arm64/.*.node']);
    expect(
      lacking('@vwifi/kernel', ['README.md', 'LICENSE', 'prebuilt/k/linux', 'prebuilt/k/vwifi.ko']),
    ).toHaveLength(4);
    expect(lacking('@vwifi/other', [])).toEqual([expect.stringMatching(/nobody has said/)]);
  });
});
