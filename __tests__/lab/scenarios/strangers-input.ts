import { passphrase } from '../keys'
import type { Lab } from '../prepare'
import type { Scenario } from '../scenario'
import { asks } from './deploy'

/** A healthy server is there, and must not be called. */
const refused = (
  name: string,
  cause: Scenario['cause'],
  inputs: Readonly<Record<string, string>>,
): Scenario => ({ name, cause, connections: 0, ...asks(inputs) })

const host = (name: string, text: string) =>
  refused(`the host ${name}`, 'input/host-malformed', { host: text })

const key = (
  name: string,
  cause: Scenario['cause'],
  change: (text: string, lab: Lab) => string,
  rest: Partial<Scenario> = {},
): Scenario => ({
  name: `the key ${name}`,
  cause,
  failedLogins: 0,
  inputs: (lab) => ({ key: change(lab.keys.ed25519.private, lab) }),
  ...rest,
})

const unsent = { connections: 0 }
const works = { result: 'warn' } as const

const pin = (name: string, change: (fingerprint: string) => string): Scenario => ({
  name: `the fingerprint ${name}`,
  cause: 'pass',
  inputs: (lab) => ({
    fingerprint: change(
      lab.hostKeys['9.2'].find(({ type }) => type === 'ssh-ed25519')?.fingerprint ?? '',
    ),
  }),
})

/** What people type and paste, as the issues of deploy actions show it; and what they ask the server for. */
export const strangeInputs: readonly Scenario[] = [
  host('is in smart quotes', '“server.example.net”'),
  host('has a zero width space', 'server.example\u200b.net'),
  host('is a variable of a shell', '$HOST'),
  host('has a comment behind it', 'server.example.net # production'),
  host('is a whole command', 'ssh -p 2222 deploy@server.example.net'),
  host('is a URL of SSH', 'ssh://deploy@server.example.net:22/'),
  host('is what scp takes', 'deploy@server.example.net:/var/www'),
  host('is a Markdown link', '[server.example.net](http://server.example.net)'),
  host('is a network', '45.137.10.10/24'),
  host('is a name with letters beyond ASCII', 'bücher.example.net'),
  host('is JSON', '{"host":"server.example.net"}'),
  refused('the port has a comment', 'input/port-invalid', { port: '22 # ssh' }),
  refused('the port has a protocol', 'input/port-invalid', { port: '22/tcp' }),
  refused('the port is an expression', 'input/port-invalid', { port: '${{ secrets.PORT }}' }),
  {
    name: 'the user has the host with it',
    cause: 'input/username-malformed',
    certainty: 'likely',
    also: ['auth/key-rejected'],
    failedLogins: 2,
    failedLoginsWhy: 'OpenSSH logs an invalid user, and again when the connection ends.',
    ...asks({ username: 'deploy@server.example.net' }),
  },
  {
    name: 'the user of a domain that has the name of the host',
    cause: 'pass',
    inServer: `sed -n 's/^deploy:/deploy@server.example.net:/p' /etc/passwd >> /etc/passwd
      sed -n 's/^deploy:/deploy@server.example.net:/p' /etc/shadow >> /etc/shadow`,
    ...asks({ username: 'deploy@server.example.net' }),
  },
  refused('the user is in quotes', 'input/username-malformed', { username: '"deploy"' }),
  {
    name: 'a space that does not break behind the host',
    cause: 'input/whitespace',
    result: 'warn',
    ...asks({ host: 'server.example.net\u00a0' }),
  },
  {
    name: 'the port in the host and in its input',
    cause: 'pass',
    ...asks({ host: 'server.example.net:22', port: '22' }),
  },
  pin('is in quotes', (text) => `"${text}"`),
  pin('is a line of ssh-keygen', (text) => `256 ${text} root@server (ED25519)`),
  pin('has a small prefix', (text) => text.replace('SHA256', 'sha256')),
  pin('has no prefix', (text) => text.replace('SHA256:', '')),
  key('is indented', 'key/damaged', (text) => text.replace(/^/gm, '    ')),
  key('is in a fence of Markdown', 'key/encoded', (text) => `\`\`\`\n${text}\`\`\`\n`, works),
  key('has no line breaks at all', 'key/line-breaks-lost', (text) => text.replaceAll('\n', '')),
  key('is a string of JSON', 'key/line-breaks-lost', (text) => JSON.stringify(text)),
  key('is followed by another', 'key/damaged', (text, lab) => text + lab.keys.ecdsa.private, works),
  key('is encoded for a URL', 'key/encoded', (text) => encodeURIComponent(text)),
  key('lost its BEGIN and END lines', 'key/truncated', (text) =>
    text.trim().split('\n').slice(1, -1).join('\n'),
  ),
  key('lost its first line', 'key/truncated', (text) => text.slice(text.indexOf('\n') + 1)),
  key(
    'is of age',
    'key/not-a-key',
    () => 'AGE-SECRET-KEY-1QQPQQ9M0K5Y5T8W2L3V4E5R6T7Y8U9\n',
    unsent,
  ),
  key(
    'is a certificate',
    'key/public-key',
    (_, lab) => lab.keys.ed25519.public.replace(' ', '-cert-v01@openssh.com '),
    unsent,
  ),
  {
    name: 'a passphrase for a key that has none',
    cause: 'pass',
    ...asks({ passphrase: 'not needed' }),
  },
  {
    name: 'the passphrase ends in a line break',
    cause: 'key/passphrase-wrong',
    connections: 0,
    says: ['without a space or newline at its end'],
    inputs: (lab) => ({ key: lab.keys.encrypted.private, passphrase: `${passphrase}\n` }),
  },
  {
    name: 'the target is a loop of links',
    cause: 'deploy/target-missing',
    failedLogins: 0,
    inServer: 'ln -s b /srv/a; ln -s a /srv/b',
    ...asks({ target: '/srv/a' }),
  },
  {
    name: 'the target is below a file',
    cause: 'deploy/target-missing',
    failedLogins: 0,
    inServer: 'touch /srv/x',
    ...asks({ target: '/srv/x/site' }),
  },
  {
    name: 'the target is on a disk that runs no programs (noexec)',
    cause: 'pass',
    inServer: 'mkdir /srv/site; mount -t tmpfs -o size=8m,mode=777,noexec tmpfs /srv/site',
    ...asks({ target: '/srv/site' }),
  },
  {
    name: 'a file that cannot be run is no program',
    cause: 'deploy/command-missing',
    certainty: 'proved',
    failedLogins: 0,
    inServer: 'touch /usr/local/bin/tool',
    ...asks({ programs: 'tool' }),
  },
  {
    name: 'a program of a snap',
    cause: 'deploy/command-missing',
    failedLogins: 0,
    says: ['/snap/bin/docker exists'],
    inServer: 'install -D -m 755 /bin/true /snap/bin/docker',
    ...asks({ programs: 'docker' }),
  },
  {
    name: 'programs that the shell has built in',
    cause: 'pass',
    ...asks({ programs: 'cd umask' }),
  },
]
