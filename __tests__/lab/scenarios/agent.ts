import { type Scenario, openssh } from '../scenario'
import { failedLoginReasons } from './failed-login-reasons'

const withAgent = (
  name: string,
  cause: Scenario['cause'],
  agent: NonNullable<Scenario['agent']>,
  rest: Partial<Scenario> = {},
): Scenario => ({ name, cause, agent, inputs: () => ({ key: '' }), ...rest })

/** No key and no password are given: the login is that of the SSH agent. */
export const agentScenarios: readonly Scenario[] = [
  withAgent('the agent has the key', 'pass', ['ed25519']),
  withAgent('the agent has the key, and ssh deploys with it', 'pass', ['stranger', 'ed25519'], {
    workflow: { key: null },
    later: `      - run: ssh -o StrictHostKeyChecking=accept-new deploy@server.example.net true`,
  }),
  withAgent(
    'the agent has more keys than the server allows',
    'auth/too-many-failures',
    ['stranger', 'ecdsa', 'rsa'],
    {
      server: openssh('MaxAuthTries 2'),
      inServer: 'rm /home/deploy/.ssh/authorized_keys',
    },
  ),
  withAgent('the agent has the key, of ECDSA', 'pass', ['ecdsa']),
  withAgent('the agent has the key, of RSA', 'pass', ['rsa']),
  withAgent('the second key of the agent is the right one', 'pass', ['stranger', 'ed25519']),
  withAgent('the agent has another key', 'auth/key-rejected', ['stranger'], {
    certainty: 'proved',
    says: ['1 key of the SSH agent'],
  }),
  withAgent(
    'the agent has no right key for a user that is not there',
    'auth/key-rejected',
    ['stranger', 'ed25519', 'ecdsa'],
    {
      inputs: () => ({ key: '', username: 'nobody-here' }),
      failedLogins: 2,
      failedLoginsWhy: failedLoginReasons.invalidUser,
    },
  ),
  withAgent(
    'the agent has six keys, and five are refused',
    'auth/key-rejected',
    ['stranger', 'ed25519', 'ecdsa', 'rsa', 'rsaPkcs1', 'ecSec1'],
    {
      certainty: 'likely',
      inServer: 'rm /home/deploy/.ssh/authorized_keys',
      says: ['5 keys of the SSH agent'],
    },
  ),
  withAgent(
    'the fifth key of the agent is the right one',
    'pass',
    ['stranger', 'ecdsa', 'rsaPkcs1', 'ecSec1', 'ed25519'],
    { inServer: `sed -i /ed25519/!d /home/deploy/.ssh/authorized_keys` },
  ),
  withAgent('the agent ended', 'input/credentials-missing', 'dead', {
    connections: 0,
    failedLogins: 0,
    says: ['SSH_AUTH_SOCK'],
  }),
  withAgent('the agent has no key', 'input/credentials-missing', [], {
    connections: 0,
    failedLogins: 0,
  }),
  withAgent('an agent, and a secret that is empty', 'input/secret-empty', ['ed25519'], {
    workflow: { key: '${{ secrets.SSH_KEY }}' },
    connections: 0,
    failedLogins: 0,
  }),
]
