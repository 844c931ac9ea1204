import { change } from '../../../fixtures/change'
import { describe, expect, it } from '@jest/globals'
import { diagnose, firstFinding } from '../../../../src/diagnosis/diagnose'
import type {
  Facts,
  InputFacts,
  InputName,
  InputProblem,
  RunnerFacts,
  WorkflowFacts,
} from '../../../../src/facts'
import { followedBy, laterStep, same, withOwnEntry } from '../../../fixtures/following'
import { healthy, observed, stoppedAfter } from '../../../fixtures/healthy'
import { attempt, loginEnded } from '../../../fixtures/login'
import { exact as noSecrets } from '../../../fixtures/facts/input/secret-withheld'
import { valueOf } from '../../../fixtures/value-of'

const none = { state: 'not-checked', why: 'not-needed' } as const

function stopped(
  input: Partial<InputFacts>,
  workflow: Partial<WorkflowFacts> | null = {},
  runner: Partial<RunnerFacts> = {},
): Facts {
  return stoppedAfter('input', {
    input: { ...healthy.hops.target.input, ...input },
    workflow: workflow ? observed({ ...valueOf(healthy.workflow), ...workflow }) : none,
    runner: { ...healthy.runner, ...runner },
  })
}

const hostEmpty: Partial<InputFacts> = {
  host: null,
  given: ['port', 'username', 'key'],
  problems: [{ kind: 'empty', input: 'host' }],
}
const everythingEmpty: Partial<InputFacts> = {
  host: null,
  user: null,
  given: [],
  problems: [
    { kind: 'empty', input: 'host' },
    { kind: 'empty', input: 'username' },
    { kind: 'no-credentials', input: 'key' },
  ],
}

const ids = (facts: Facts) => diagnose(facts).findings.map(({ id }) => id)
const first = (facts: Facts) => {
  const finding = firstFinding(diagnose(facts))
  if (!finding) throw new Error('nothing found')
  return finding
}
const pastes = (facts: Facts) =>
  first(facts).explanation.fixes.map(({ paste }) => paste?.text ?? '')

describe('input/secret-empty', () => {
  it('names the empty expression, and its line', () => {
    const finding = first(stopped(hostEmpty))
    expect(finding).toMatchObject({ certainty: 'proved', pointsAt: 'host' })
    expect(finding.evidence).toMatchObject({
      inputs: ['host'],
      expressions: ['${{ secrets.SSH_HOST }}'],
      lines: [14],
    })
    expect(pastes(stopped(hostEmpty))[0]).toContain('gh secret set SSH_HOST')
  })

  it('is one finding for several inputs, and hides what they would give each', () => {
    const facts = stopped(everythingEmpty, {
      with: [
        { input: 'host', line: 14, text: '${{ secrets.SSH_HOST }}' },
        { input: 'username', line: 15, text: '"${{ secrets.SSH_USER }}"' },
        { input: 'key', line: 16, text: '${{ secrets.SSH_KEY }}' },
      ],
    })
    expect(ids(facts)).toEqual(['input/secret-empty'])
    expect(first(facts).evidence).toMatchObject({
      inputs: ['host', 'username', 'key'],
      expressions: ['${{ secrets.SSH_HOST }}', '${{ secrets.SSH_USER }}', '${{ secrets.SSH_KEY }}'],
    })
  })

  it('leaves inputs that no expression explains to other findings', () => {
    const facts = stopped(everythingEmpty, {
      with: [{ input: 'host', line: 14, text: '${{ secrets.SSH_HOST }}' }],
    })
    expect(ids(facts)).toEqual([
      'input/credentials-missing',
      'input/secret-empty',
      'input/username-missing',
    ])
  })

  it('is only likely without the workflow file, and is about all empty inputs', () => {
    const facts = stopped(everythingEmpty, null)
    expect(ids(facts)).toEqual(['input/secret-empty'])
    expect(first(facts)).toMatchObject({ certainty: 'likely' })
    expect(first(facts).evidence['inputs']).toEqual(['host', 'username', 'key'])
  })

  it('leaves a username or key without an expression to their own findings', () => {
    const user = { user: null, problems: [{ kind: 'empty', input: 'username' }] as InputProblem[] }
    expect(ids(stopped({ ...user, given: ['host', 'key'] }, null))).toEqual([
      'input/username-missing',
    ])
    const key = { problems: [{ kind: 'no-credentials', input: 'key' }] as InputProblem[] }
    expect(ids(stopped({ ...key, given: ['host', 'username'] }, null))).toEqual([
      'input/credentials-missing',
    ])
    expect(ids(stopped({ ...key, given: ['host', 'username'] }))).toEqual(['input/secret-empty'])
  })

  it('says first that the calling workflow must pass its secrets on', () => {
    expect(pastes(stopped(hostEmpty, { called: true }))[0]).toBe('secrets: inherit')
    expect(pastes(stopped(hostEmpty))).not.toContain('secrets: inherit')
  })

  it.each([
    ['${{ vars.HOST }}', 'gh variable list\ngh variable set HOST'],
    ['${{ env.HOST }}', ''],
    ['${{ needs.build.outputs.host }}', ''],
    ['${{ inputs.host }}', ''],
  ])('has a fix for %s that names no secret', (text, paste) => {
    const facts = stopped(hostEmpty, { with: [{ input: 'host', line: 14, text }] })
    expect(pastes(facts)[0]).toBe(paste)
    expect(pastes(facts).join()).not.toContain('gh secret')
  })

  it('explains a missing passphrase by the empty expression', () => {
    const key = observed({
      ...valueOf(healthy.hops.target.key),
      usable: false,
      passphrase: 'missing' as const,
    })
    const text = '${{ secrets.SSH_PASSPHRASE }}'
    const facts = stopped({}, { with: [{ input: 'passphrase', line: 18, text }] })
    expect(ids(change(facts, { key }))).toEqual(['input/secret-empty'])
    expect(ids(change(stopped({}, { with: [] }), { key }))).toEqual(['key/passphrase-missing'])
  })
})

describe('input/secret-withheld', () => {
  const dependabot = { actor: 'dependabot[bot]', secretSource: 'Dependabot', fork: false } as const

  it.each([
    ['fork', { event: 'pull_request', fork: true, secretSource: 'None' }],
    ['fork', { event: 'pull_request', fork: true, secretSource: null }],
    ['dependabot', dependabot],
    ['dependabot', { ...dependabot, secretSource: null }],
    ['none', { event: 'push', secretSource: 'None' }],
  ] as const)('by %s: %j', (reason, runner) => {
    const finding = first(stopped(hostEmpty, {}, runner))
    expect(finding).toMatchObject({ id: 'input/secret-withheld', certainty: 'proved' })
    expect(finding.evidence['reason']).toBe(reason)
  })

  it.each([
    ['a fork whose run does get secrets', { fork: true, secretSource: 'Actions' }],
    ['pull_request_target', { event: 'pull_request_target', fork: true, secretSource: null }],
    ['a push', { event: 'push', secretSource: null }],
  ] as const)('not by %s', (_name, runner) => {
    expect(ids(stopped(hostEmpty, {}, runner))).toEqual(['input/secret-empty'])
  })

  it('does not blame the secrets for an empty variable', () => {
    const entry = { input: 'host', line: 14, text: '${{ vars.SSH_HOST }}' }
    const facts = stopped(hostEmpty, { with: [entry] }, { fork: true, secretSource: 'None' })
    expect(ids(facts)).toEqual(['input/secret-empty'])
  })

  it('is only likely without the workflow file', () => {
    const facts = { ...noSecrets, workflow: none }
    expect(first(facts)).toMatchObject({ id: 'input/secret-withheld', certainty: 'likely' })
  })
})

describe('malformed values', () => {
  const problem = (one: InputProblem) => first(stopped({ problems: [one] }))

  it('offers the corrected host as a change to the workflow', () => {
    const shown = 'ssh deploy@shop.example.com'
    const one = { kind: 'host-malformed', input: 'host', form: 'command', shown } as const
    expect(problem({ ...one, suggestion: 'shop.example.com' }).explanation.change).toEqual({
      input: 'host',
      value: 'shop.example.com',
    })
    expect(problem({ ...one, suggestion: null }).explanation.change).toBeUndefined()
  })

  it.each([
    ['22/tcp', '22'],
    [' 2222 ', '2222'],
    ['22,2222', null],
    ['-22', null],
    ['22.5', null],
    ['70000', null],
    ['ssh', null],
  ])('reads the port out of %j as %s', (shown, suggestion) => {
    expect(problem({ kind: 'port-invalid', input: 'port', shown }).evidence['suggestion']).toBe(
      suggestion,
    )
  })

  const atHost = `deploy@${healthy.hops.target.input.host ?? ''}`
  const asUser = { input: { ...healthy.hops.target.input, user: atHost } }
  it('finds the user in user@host when the server refuses it', () => {
    const finding = first(loginEnded({ user: atHost }, asUser))
    expect(finding).toMatchObject({ id: 'input/username-malformed', certainty: 'likely' })
    expect(finding.explanation.change).toEqual({ input: 'username', value: 'deploy' })
    expect(ids(loginEnded({ user: atHost }, asUser))).toContain('auth/key-rejected')
  })

  it.each([
    ['the server has the account', loginEnded({ attempts: [attempt({ pkOk: true })] }, asUser)],
    ['no credential was refused', loginEnded({ outcome: 'unavailable', attempts: [] }, asUser)],
  ])('leaves user@host alone where %s', (_name, facts) => {
    expect(ids(facts)).not.toContain('input/username-malformed')
  })
})

describe('input/whitespace', () => {
  const { input } = healthy.hops.target
  const withSpace = (name: InputName) => ({
    input: { ...input, forms: [{ input: name, form: 'space' as const }] },
  })
  const ssh = (entries: Readonly<Record<string, string>>) => laterStep('ssh', entries)
  it.each([
    ['no later step is understood', [], 'host', true],
    ['another cause says it', [laterStep('appleboy/ssh-action', same)], 'username', false],
    ['the client trims it', [laterStep('appleboy/ssh-action', same)], 'host', false],
    ['it is in a word of a command', [ssh({ host: '${{ secrets.SSH_HOST }}' })], 'host', true],
    ['the command has another value', [ssh({ host: 'example.net' })], 'host', false],
    [
      'the file is written by a step',
      [laterStep('appleboy/ssh-action', same)],
      'known_hosts',
      true,
    ],
  ] as const)('where %s', (_name, steps, name, found) => {
    const facts = followedBy(steps, withSpace(name))
    expect(ids(facts).includes('input/whitespace')).toBe(found)
  })

  it('says how to set the secret again', () => {
    const text = '${{ secrets.SSH_FILE }}'
    const facts = withOwnEntry(followedBy([], withSpace('key_path')), 'key_path', text)
    expect(first(facts)).toMatchObject({ id: 'input/whitespace', pointsAt: 'key_path' })
    expect(pastes(facts)).toEqual(['gh secret set SSH_FILE'])
  })
})

describe('input/wrong-name', () => {
  it('shows the entry under its right name, on its line', () => {
    const misnamed = [{ input: 'host', written: 'remote_host' }] as const
    const entry = { input: 'remote_host', line: 14, text: '${{ secrets.SSH_HOST }}' }
    const facts = stopped({ ...hostEmpty, misnamed }, { with: [entry] })
    expect(ids(facts)).toEqual(['input/wrong-name'])
    expect(first(facts).at?.line).toBe(14)
    expect(pastes(facts)).toEqual(['host: ${{ secrets.SSH_HOST }}'])
  })

  it('is a warning where the check can do without', () => {
    const misnamed = [{ input: 'passphrase', written: 'ssh_passphrase' }] as const
    const facts = change(healthy, { input: { ...healthy.hops.target.input, misnamed } })
    expect(first(facts)).toMatchObject({ id: 'input/wrong-name', severity: 'warning' })
  })
})

describe('a step of a composite action', () => {
  const noKey: Partial<InputFacts> = {
    given: ['host', 'port', 'username'],
    problems: [{ kind: 'no-credentials', input: 'key' }],
  }
  const composite = { isComposite: true }

  it('points at the caller, with the names of the action', () => {
    const entry = { input: 'key', line: 6, text: '${{ inputs.ssh-key }}' }
    const facts = stopped(noKey, { with: [entry], isComposite: true }, composite)
    expect(first(facts).id).toBe('input/secret-empty')
    expect(pastes(facts)).toEqual(['with:\n  ssh-key: ${{ secrets.SSH_KEY }}'])
  })

  it('names no secret that it could read itself, where its file is not known', () => {
    const facts = stopped({ ...noKey, host: 'shop.example.com' }, null, composite)
    for (const paste of pastes(facts)) expect(paste).not.toMatch(/^key: \$\{\{ secrets/)
    expect(pastes(facts)[0]).toBe('with:\n  key: ${{ secrets.SSH_KEY }}')
  })
})

it.each([
  ['gitlab', 'Settings → CI/CD → Variables'],
  ['forgejo', 'Settings → Actions → Secrets'],
  ['gitea', 'Settings → Actions → Secrets'],
] as const)('%s has its own place for secrets, and no gh', (platform, place) => {
  const facts = stopped(hostEmpty, {}, { platform })
  const { fixes } = first(facts).explanation
  expect(JSON.stringify(fixes)).toContain(place)
  expect(JSON.stringify(fixes)).not.toMatch(/gh secret|environment:/)
})
