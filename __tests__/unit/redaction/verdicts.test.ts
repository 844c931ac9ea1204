import { beforeAll, describe, expect, it } from '@jest/globals'
import { causeIds } from '../../../src/facts/cause-ids'
import { diagnose } from '../../../src/diagnosis/diagnose'
import type { Facts } from '../../../src/facts'
import { remote } from '../../../src/facts/unredacted'
import { Redaction } from '../../../src/redaction/redaction'
import { healthy } from '../../fixtures/healthy'

interface Fixture {
  readonly exact: Facts
  readonly nearMiss: Facts
}

const fixtures = new Map<string, Facts>([['healthy', healthy]])
beforeAll(async () => {
  for (const id of causeIds) {
    const { exact, nearMiss } = (await import(`../../fixtures/facts/${id}.ts`)) as Fixture
    fixtures.set(id, exact)
    fixtures.set(`${id}, near miss`, nearMiss)
  }
})

/** The names under which facts hold what a server says. */
const said = new Set([
  ...['line', 'software', 'comments', 'textBefore', 'firstBytes', 'identification'],
  ...[
    'kex',
    'hostKey',
    'cipher',
    'mac',
    'cipherToServer',
    'cipherToClient',
    'macToServer',
    'macToClient',
  ],
  ...['methods', 'methodsAfter', 'prompts', 'serverSigAlgs', 'text', 'error', 'words'],
  ...[
    'before',
    'after',
    'stderr',
    'signal',
    'debug',
    'area',
    'why',
    'notSeen',
    'realPath',
    'owner',
    'group',
  ],
])

/** The facts as if a server had just said all that. */
function saidAgain(value: unknown, isSaid: boolean): unknown {
  if (typeof value === 'string') return isSaid ? remote(value) : value
  if (Array.isArray(value)) return value.map((each) => saidAgain(each, isSaid))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, each]) => {
    // `why` of a fact that was not checked is a word of ours.
    const isOurs = name === 'why' && 'state' in value
    return [name, saidAgain(each, said.has(name) && !isOurs)] as const
  })
  return Object.fromEntries(entries)
}

const withPassword = (facts: Facts, password: string) => {
  const raw = {
    ...(saidAgain(facts, false) as object),
    input: facts.hops.target.input,
    workflow: facts.workflow,
  }
  return new Redaction([password]).redact<Facts>(raw as never)
}

const verdictOf = (facts: Facts) => {
  const { result, findings, masked } = diagnose(facts)
  return { result, findings: findings.map(({ id, certainty }) => [id, certainty]), masked }
}

describe('what is judged does not depend on a password that is a word', () => {
  it.each([
    ...[
      'Debian',
      'OpenSSH',
      'Ubuntu',
      'dropbear',
      'publickey',
      'password',
      'ssh',
      'ssh-ed25519',
      'none',
    ],
    ...['deploy', 'root', 'pass', 'auth', 'keys', 'denied', 'closed', 'account', 'server', 'code'],
    ...['a', '22', '2.0', 'connection', 'refused', 'maintenance', 'change', 'git', 'sftp'],
  ])('%s', (password) => {
    for (const [name, facts] of fixtures) {
      expect({ name, ...verdictOf(withPassword(facts, password)) }).toEqual({
        name,
        ...verdictOf(facts),
      })
    }
  })
})
