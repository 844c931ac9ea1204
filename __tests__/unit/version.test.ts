import { expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { version } from '../../src/version'

it('is the version of package.json', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string }
  expect(version).toBe(manifest.version)
})
