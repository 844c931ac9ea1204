import { expect, it } from '@jest/globals'
import { findStep } from '../../../src/workflow/find-step'
import { markedLines, shapes } from '../../fixtures/workflow-shapes'

it.each(shapes)('our step and its inputs are found in $what', (shape) => {
  const { text, job = 'deploy', action = '__ssh-preflight_ssh-preflight', repository } = shape
  const found = findStep(text, '.github/workflows/deploy.yml', {
    job,
    action,
    repository: repository === undefined ? 'ssh-preflight/ssh-preflight' : repository || null,
    workflowRepository: 'octocat/shop',
    certain: true,
  })
  const step = 'step' in found ? found.step : null
  const { uses, ...inputs } = markedLines(text)
  expect('why' in found ? found.why : null).toBeNull()
  expect(step?.usesLine).toBe(uses)
  const lines = (step?.with ?? []).map(({ input, line }) => [input, line] as const)
  expect(Object.fromEntries(lines)).toEqual(inputs)
})
