import { addresses } from '../addresses'
import { type Scenario, openssh, openssh10 } from '../scenario'

const fake = (behavior: string) => ({ kind: 'fake', behavior, port: 22 }) as const

/** What answers on the port and is no SSH server that lets us in. */
export const bannerScenarios: readonly Scenario[] = [
  { name: 'a web server is on the port', cause: 'banner/not-ssh', server: fake('http') },
  {
    name: 'a TLS server is on port 22, and ends each connection that is not TLS',
    cause: 'banner/closed',
    server: fake('tls'),
  },
  { name: 'a mail server is on the port', cause: 'banner/not-ssh', server: fake('smtp') },
  { name: 'an FTP server is on the port', cause: 'banner/not-ssh', server: fake('ftp') },
  { name: 'a MySQL server is on the port', cause: 'banner/not-ssh', server: fake('mysql') },
  {
    name: 'the workflow says 443, where a TLS server ends what is not TLS',
    cause: 'banner/not-ssh',
    otherPrograms: [{ behavior: 'tls', port: 443 }],
    inputs: () => ({ port: '443' }),
  },
  {
    name: 'sshd lost its host keys and closes at once',
    cause: 'banner/closed',
    onceUp: 'rm /etc/ssh/ssh_host_*',
    candidates: ['server/host-keys-missing'],
  },
  {
    name: 'sshd lost /run/sshd and closes at once',
    cause: 'banner/closed',
    onceUp: 'rmdir /run/sshd',
  },
  { name: 'something resets each connection', cause: 'banner/closed', server: fake('resets') },
  {
    name: 'hosts.deny: closed after five seconds',
    cause: 'banner/hosts-deny',
    inServer: "echo 'sshd: ALL' >> /etc/hosts.deny",
    inputs: () => ({ timeout: '15s' }),
    candidates: ['server/hosts-deny'],
  },
  {
    name: 'a tarpit (endlessh) sends lines slowly forever',
    cause: 'banner/tarpit',
    server: { kind: 'endlessh' },
  },
  { name: 'the server speaks SSH 1 only', cause: 'banner/ssh1-only', server: fake('ssh-1') },
  { name: 'something accepts and says nothing', cause: 'banner/silent', server: fake('silent') },
  {
    name: 'sshd is at MaxStartups (9.2)',
    cause: 'banner/throttled',
    certainty: 'proved',
    server: openssh('MaxStartups 3'),
    otherPrograms: [{ behavior: 'holds-connections', port: 22, argument: '3' }],
  },
  {
    name: 'sshd penalizes this source (10.0)',
    cause: 'banner/penalized',
    server: openssh10('PerSourcePenalties authfail:40 min:1'),
    inClient: `
      folder=$(mktemp -d)
      ssh-keygen -q -t ed25519 -N '' -f $folder/key
      ssh -F none -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \\
        -i $folder/key deploy@${addresses.server4} && exit 1
      rm -r $folder`,
  },
  {
    name: 'sshd is at MaxStartups (10.0)',
    cause: 'banner/penalized',
    server: openssh10('MaxStartups 3'),
    otherPrograms: [{ behavior: 'holds-connections', port: 22, argument: '3' }],
  },
]
