import { execFileSync } from 'node:child_process';
import { kernelWord } from './kernel-word.js';

const PATHS = ['/run/user/1000/vwifi', `/a b/'c' "d"`, '/ünï-码', '/$HOME/`ls`/*?[a]/#;&|\\t%s', '/a\nb=c'];

it.each(PATHS)('%j is one plain word of a command line, and a shell makes it whole again', (path) => {
  const word = kernelWord(path);
  expect(word).toMatch(/^[\w/.+:@\\-]*$/);
  expect(execFileSync('sh', ['-c', 'printf %b "$1"', 'sh', word], { encoding: 'utf8' })).toBe(path);
});
