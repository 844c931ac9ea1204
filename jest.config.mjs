const project = (name, folder) => ({
  displayName: name,
  testEnvironment: 'node',
  testMatch: [`<rootDir>/__tests__/${folder}/**/*.test.ts`],
  extensionsToTreatAsEsm: ['.ts'],
  // Types are checked by `npm run typecheck`, once for all files.
  transform: { '\\.ts$': ['ts-jest', { useESM: true, transpilation: true }] },
})

export default {
  projects: [project('unit', 'unit'), project('action', 'action'), project('lab', 'lab')],
  collectCoverageFrom: ['src/**/*.ts', '!src/index.ts'],
  coverageProvider: 'v8',
}
