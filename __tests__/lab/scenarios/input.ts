import type { Scenario } from '../scenario'

/** Faults of the `with:` block: a healthy server is there, and must not be called. */
export const inputScenarios: readonly Scenario[] = [
  {
    name: 'the host secret is empty',
    cause: 'input/secret-empty',
    connections: 0,
    inputs: () => ({ host: '' }),
    workflow: { host: '${{ secrets.SSH_HOST }}' },
    says: ['secrets.SSH_HOST'],
  },
  {
    name: 'the key secret is empty, and no password is given',
    cause: 'input/secret-empty',
    connections: 0,
    inputs: () => ({ key: '' }),
    workflow: { key: '${{ secrets.DEPLOY_KEY }}' },
    says: ['secrets.DEPLOY_KEY'],
  },
  {
    name: 'the user secret is empty',
    cause: 'input/secret-empty',
    connections: 0,
    inputs: () => ({ username: '' }),
    workflow: { username: '${{ secrets.SSH_USR }}' },
    says: ['secrets.SSH_USR'],
  },
  {
    name: 'Dependabot gets no secrets of Actions',
    cause: 'input/secret-withheld',
    connections: 0,
    inputs: () => ({ host: '', username: '', key: '' }),
    workflow: { host: '${{ secrets.SSH_HOST }}', key: '${{ secrets.SSH_KEY }}' },
    contexts: { 'github.secret_source': 'Dependabot' },
  },
  {
    name: 'a pull request from a fork gets no secrets',
    cause: 'input/secret-withheld',
    connections: 0,
    inputs: () => ({ host: '', username: '', key: '' }),
    workflow: { host: '${{ secrets.SSH_HOST }}', key: '${{ secrets.SSH_KEY }}' },
    contexts: { 'github.secret_source': 'None' },
    event: {
      name: 'pull_request',
      payload: {
        pull_request: { head: { repo: { fork: true, full_name: 'stranger/shop' } } },
        repository: { full_name: 'octo/shop' },
      },
    },
  },
  {
    name: 'the host is set under the name of another action',
    cause: 'input/wrong-name',
    connections: 0,
    inputs: () => ({ host: '', remote_host: 'server.example.net' }),
    says: ['remote_host'],
  },
  {
    name: 'the user ends in a newline',
    cause: 'input/whitespace',
    result: 'warn',
    failedLogins: 0,
    inputs: () => ({ username: 'deploy\n' }),
  },
  {
    name: 'the host is a web address with a path',
    cause: 'input/host-malformed',
    connections: 0,
    inputs: () => ({ host: 'https://server.example.net/admin index' }),
  },
  {
    name: 'the host is an expression that nobody expanded',
    cause: 'input/host-malformed',
    connections: 0,
    inputs: () => ({ host: '${{ secrets.HOST }' }),
  },
  {
    name: 'the port is a word',
    cause: 'input/port-invalid',
    connections: 0,
    inputs: () => ({ port: 'ssh' }),
  },
  {
    name: 'the port is out of range',
    cause: 'input/port-invalid',
    connections: 0,
    inputs: () => ({ port: '65536' }),
  },
  {
    name: 'no user name is given',
    cause: 'input/username-missing',
    connections: 0,
    inputs: () => ({ username: '' }),
  },
  {
    name: 'the user name has a space in it',
    cause: 'input/username-malformed',
    connections: 0,
    inputs: () => ({ username: 'deploy user' }),
  },
  {
    name: 'neither key nor password is given',
    cause: 'input/credentials-missing',
    connections: 0,
    inputs: () => ({ key: '' }),
    workflow: { key: null },
  },
  {
    name: 'the fingerprint is an MD5 one',
    cause: 'input/fingerprint-malformed',
    connections: 0,
    inputs: () => ({ fingerprint: 'MD5:16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48' }),
  },
  {
    name: 'known_hosts has half a line',
    cause: 'input/known-hosts-malformed',
    connections: 0,
    inputs: () => ({ known_hosts: 'server.example.net ssh-ed25519' }),
  },
  {
    name: 'known_hosts has a key without the name of a host',
    cause: 'input/known-hosts-malformed',
    connections: 0,
    inputs: (lab) => {
      const [{ type, blob } = { type: '', blob: '' }] = lab.hostKeys['9.2']
      return { known_hosts: `${type} ${blob}` }
    },
  },
  {
    name: 'sftp is neither auto, required nor off',
    cause: 'input/option-invalid',
    connections: 0,
    inputs: () => ({ sftp: 'maybe' }),
  },
]
