import { describe, expect, it } from '@jest/globals'
import { inputVariables, readDefinition } from '../../fake-runner/action-definition'
import { readOutputs, uploadedSummary } from '../../fake-runner/file-commands'
import { masker } from '../../fake-runner/masker'

describe('inputs', () => {
  const definition = readDefinition(`
inputs:
  host: {}
  private-key: { description: x }
  port: { default: 22 }
  source: { default: '\${{ github.secret_source }}' }
  file: { default: '\${{ job.unknown }}' }
runs: { using: node24, main: dist/index.js }
`)
  const variables = (given: Readonly<Record<string, string>>) =>
    inputVariables(definition, given, { 'github.secret_source': 'Actions' })

  it('come from with in any case, else from the default', () => {
    expect(variables({ HOST: 'h', 'private-key': 'k' }).variables).toEqual({
      INPUT_HOST: 'h',
      'INPUT_PRIVATE-KEY': 'k',
      INPUT_PORT: '22',
      INPUT_SOURCE: 'Actions',
      INPUT_FILE: '',
    })
  })

  it('keep an empty value that was given', () => {
    expect(variables({ port: '' }).variables['INPUT_PORT']).toBe('')
  })

  it('that are not declared are reported', () => {
    expect(variables({ hosts: 'x' }).unexpected).toEqual(['hosts'])
  })
})

describe('file commands', () => {
  it('reads outputs in both forms', () => {
    expect(readOutputs('a=1\nb<<END\nx=1\ny<<z\nEND\nc=\n')).toEqual({
      a: '1',
      b: 'x=1\ny<<z',
      c: '',
    })
    expect(() => readOutputs('b<<END\nx')).toThrow('delimiter')
    expect(() => readOutputs('nonsense')).toThrow('format')
  })

  it('masks a summary line by line, and drops one over 1 MiB whole', () => {
    const mask = masker()
    mask.addLines('secret')
    expect(uploadedSummary('a secret\r\nsecr\net', mask)).toBe('a ***\nsecr\net')
    expect(uploadedSummary('x'.repeat(1024 * 1024), mask)).toHaveLength(1024 * 1024)
    expect(uploadedSummary('x'.repeat(1024 * 1024 + 1), mask)).toBe('')
  })
})
