// Types are checked by `npm run typecheck`, once for all files. As CommonJS, a module is loaded in half the time that Jest takes for an ES
// module. A package that has ES modules only is compiled too, or loaded with `await import(…)`.
const swc = {
  swcrc: false,
  jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  module: { type: 'commonjs', ignoreDynamic: true },
}

const project = (name, folder) => ({
  displayName: name,
  testEnvironment: 'node',
  testMatch: [`<rootDir>/__tests__/${folder}/**/*.test.ts`],
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  transform: { '\\.ts$|/node_modules/(?:marked|unbash)/': ['@swc/jest', swc] },
  transformIgnorePatterns: ['/node_modules/(?!(?:marked|unbash)/)'],
})

export default {
  // Jest leaves one core free by default: half of the time of a machine with two.
  maxWorkers: '100%',
  workerIdleMemoryLimit: '1GB',
  projects: [project('unit', 'unit'), project('action', 'action'), project('lab', 'lab')],
  collectCoverageFrom: ['src/**/*.ts', '!src/index.ts'],
  coverageProvider: 'v8',
}
