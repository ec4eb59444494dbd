/** Unit tests: next to the code, on the host, without root. Guest scenarios live in test/ and have a runner of their own. */
export default {
  testEnvironment: 'node',
  // Of a machine that is busy: a test that hangs is told so all the same.
  testTimeout: 30_000,
  // Nobody works beside it: not one less than there are processors.
  maxWorkers: '100%',
  roots: ['<rootDir>/packages', '<rootDir>/tools', '<rootDir>/test'],
  testMatch: ['**/*.test.ts', '**/*.test.mjs'],
  modulePathIgnorePatterns: ['<rootDir>/packages/.*/build/', '<rootDir>/packages/.*/prebuilt/'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/build/'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript', explicitResourceManagement: true } },
        module: { type: 'es6' },
      },
    ],
  },
  reporters: ['<rootDir>/tools/lib/jest-reporter.mjs'],
};
