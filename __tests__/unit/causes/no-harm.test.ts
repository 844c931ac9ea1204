import { viewOf } from '../../../src/causes/view'
import { change } from '../../fixtures/change'
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { exampleServer } from '../../../scripts/docs/example-server'
import { catalog } from '../../../src/causes/catalog'
import { causeIds, serverCauseIds } from '../../../src/facts/cause-ids'
import { candidates } from '../../../src/causes/server'
import type { Facts } from '../../../src/facts'
import { accountCommands } from '../../../src/knowledge/account-commands'
import { allowPort } from '../../../src/knowledge/firewalls'
import { installCommands } from '../../../src/knowledge/packages'
import {
  hostKeyType,
  serverSystems,
  type ServerSystem,
} from '../../../src/knowledge/server-systems'
import type { Words } from '../../../src/text/words'
import { harmsOf } from './harmful'
import type { Fix } from '../../../src/causes/finding'

const root = path.join(import.meta.dirname, '..', '..', '..')
const systems = Object.keys(serverSystems) as readonly ServerSystem[]
const users = ['deploy', 'root', `it's`, 'a.b', null] as const

/** What the server of a system says of itself in its identification line. */
const banners: Readonly<Record<ServerSystem, { software: string; comments: string | null }>> = {
  ubuntu: { software: 'OpenSSH_9.6p1', comments: 'Ubuntu-3ubuntu13' },
  debian: { software: 'OpenSSH_9.2p1', comments: 'Debian-2+deb12u3' },
  raspbian: { software: 'OpenSSH_9.2p1', comments: 'Raspbian-2+deb12u3' },
  freebsd: { software: 'OpenSSH_9.7', comments: 'FreeBSD-20240701' },
  windows: { software: 'OpenSSH_for_Windows_9.5', comments: null },
  dropbear: { software: 'dropbear_2022.83', comments: null },
  unknown: { software: 'OpenSSH_8.0', comments: null },
}

const isFacts = (value: unknown): value is Facts =>
  typeof value === 'object' && value !== null && 'hops' in value

function on(system: ServerSystem, user: string | null, facts: Facts): Facts {
  const {
    hops: {
      target: { banner },
    },
  } = facts
  return change(facts, {
    input: { ...facts.hops.target.input, user },
    banner:
      banner.state === 'observed'
        ? { ...banner, value: { ...banner.value, ...banners[system] } }
        : banner,
  })
}

/** The pieces of a sentence that are set as code, commands among them. */
const codeIn = (words: Words): readonly string[] =>
  words.flatMap((span) => ('data' in span ? [span.data] : []))

const textsOf = (fixes: readonly Fix[]): readonly string[] =>
  fixes.flatMap(({ what, paste }) => [
    ...codeIn(what),
    ...(paste && paste.language !== 'diff' ? [paste.text] : []),
  ])

/** The reason and the text of each that does harm, once. */
const harmfulIn = (texts: readonly string[]): readonly string[] => [
  ...new Set(texts.flatMap((text) => harmsOf(text).map((why) => `${why}: ${text}`))),
]

describe('nothing that is printed to copy does harm', () => {
  it.each([...causeIds])('in %s, on every system and for every user', async (id) => {
    const fixtures = (await import(`../../fixtures/facts/${id}.ts`)) as Record<string, unknown>
    const all = Object.values(fixtures).filter(isFacts)
    expect(all.length).toBeGreaterThan(0)
    // Each cause by itself, as a finding may hide others.
    const findings = systems.flatMap((system) =>
      users.flatMap((user) =>
        all.flatMap((each) => {
          const facts = on(system, user, each)
          return catalog.flatMap((cause) => cause.find(viewOf(facts, 'target')) ?? [])
        }),
      ),
    )
    expect(
      harmfulIn(
        findings.flatMap((finding) =>
          textsOf([...finding.explanation.fixes, ...finding.candidates.map(({ fix }) => fix)]),
        ),
      ),
    ).toEqual([])
  })

  it.each([...serverCauseIds])('in %s, on every system and for every user', (id) => {
    const found = [
      undefined,
      'The end date of the account x has passed.',
      'The password of x is too old, and the days of grace are over: PAM treats the account as expired.',
      'The account x never had a password (the field is only !), and sshd does not use PAM.',
      '/etc/nologin is there: for now only root may log in.',
    ]
    const all = systems.flatMap((system) =>
      users.flatMap((user) =>
        found.flatMap((why) =>
          candidates([id], { ...exampleServer, system, user, ...(why && { found: why }) }),
        ),
      ),
    )
    expect(
      harmfulIn([...textsOf(all.map(({ fix }) => fix)), ...all.map(({ command }) => command)]),
    ).toEqual([])
  })

  it.each([...systems])('in what is known of the system %s', (system) => {
    const known = serverSystems[system]
    const account = accountCommands(system)
    const types = ['ssh-ed25519', 'ssh-rsa', 'ecdsa-sha2-nistp384'].flatMap(
      (type) => hostKeyType(type) ?? [],
    )
    expect(
      harmfulIn([
        ...[known.start, known.restart, known.reload, known.install, known.makeHostKeys],
        ...types.map((type) => known.replaceHostKey(type, 'SHA256:x')),
        ...[22, 2222].map((port) => allowPort(system, port)),
        ...[account.removeEndDate('deploy'), account.keepPassword('deploy')],
        ...(account.endGrace ? [account.endGrace('deploy')] : []),
      ]),
    ).toEqual([])
  })

  it('in what installs programs', () => {
    const managers = [
      'apt-get',
      'dnf',
      'yum',
      'apk',
      'pacman',
      'zypper',
      'opkg',
      'pkg',
      'brew',
    ] as const
    expect(
      harmfulIn(
        [...managers, null].flatMap((manager) => installCommands(['rsync', 'php'], manager) ?? []),
      ),
    ).toEqual([])
  })

  it.each([...systems])('by deleting another host key than the revoked one on %s', (system) => {
    const type = hostKeyType('ssh-ed25519')
    const text = type ? serverSystems[system].replaceHostKey(type, 'SHA256:x') : ''
    expect(text).toContain('ed25519_')
    expect(text).not.toMatch(/rsa|ecdsa|\*/)
  })
})

describe('nothing that server-check.sh prints to copy does harm', () => {
  const script = readFileSync(path.join(root, 'server-check.sh'), 'utf8')
  const functions = script.slice(0, script.lastIndexOf('main "$@"'))
  const ids = serverCauseIds.map((id) => id.slice('server/'.length))

  /** The fixes of all ids for a machine of this kind, as the script words them. */
  const fixesOn = (machine: string): readonly string[] => {
    const lines = ids.map((id) => `printf '\\000'; fix ${id}`)
    const { stdout, stderr } = spawnSync(
      'sh',
      ['-c', `${functions}\n${machine}\n${lines.join('\n')}`],
      {
        encoding: 'utf8',
      },
    )
    expect(stderr).toBe('')
    // The first line is a sentence.
    return stdout
      .split('\0')
      .slice(1)
      .map((text) => text.slice(text.indexOf('\n') + 1))
  }

  const machine = (changes: string) => `
    os=Linux init=systemd unit=ssh socket=ssh.socket masked=no server=openssh sshd=/usr/sbin/sshd manager=apt-get
    port=22 ports=2222 user=deploy user_id=1000 home=/home/deploy from=203.0.113.7 sudo='sudo ' pam=no state='locked lasts fresh'
    pam_refusal='' front='' chain=INPUT table=filter base=INPUT way='' wall_port=22
    key_files=/home/deploy/.ssh/authorized_keys
    path_bad='/home/deploy can be written by others (drwxrwxrwx)
/home/deploy/.ssh belongs to uid 0
/tmp can be written by others (drwxrwxrwt)
/data belongs to uid 7
/srv/closed is closed to the user (drwx------, uid 0)'
    ${changes}`

  it.each([
    ['systemd', ''],
    ...['launchd', 'rc', 'openrc', 'runit', 'sysvinit', 'none'].map((init) => [
      init,
      `init=${init}`,
    ]),
    ['root without sudo', `sudo=''; has() { return 1; }`],
    [
      'root as the user of the deploy',
      `user=root user_id=0 home=/root key_files=/root/.ssh/authorized_keys state='bare lasts fresh'`,
    ],
    ...['ufw', 'firewalld', 'csf'].map((front) => [front, `front=${front}`]),
    ['nftables', `table='inet filter' chain=input base=input`],
    ['ip6tables', 'table=ip6filter'],
    ['what goes out', `way=out base=OUTPUT`],
    ['an end date', `state='open expired fresh'`],
    ['days of grace', `state='open inactive fresh' pam=yes`],
    ['no password', `state='bare lasts fresh'`],
    ['a name with a backslash', `user='AD\\deploy'`],
    ['keys outside of the home', 'key_files=/etc/ssh/keys/deploy'],
    ['dropbear', 'server=dropbear sshd= unit=dropbear socket=dropbear.socket init=sysvinit'],
  ])('on a machine with %s', (_, changes) => {
    const fixes = fixesOn(machine(changes))
    expect(fixes).toHaveLength(ids.length)
    expect(harmfulIn(fixes)).toEqual([])
  })

  it('by giving the user a directory that is not in its home, or closing /tmp', () => {
    const text = fixesOn(machine('')).join('\n')
    expect(text).not.toMatch(/^sudo .*'\/(?:tmp|data)'/m)
  })

  it('by following a link that the user puts where a path was', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'no-harm-'))
    const home = path.join(folder, 'home')
    const target = path.join(folder, 'target')
    mkdirSync(home)
    writeFileSync(target, '')
    writeFileSync(path.join(home, "it's"), '')
    chmodSync(target, 0o666)
    chmodSync(path.join(home, "it's"), 0o666)
    symlinkSync(target, path.join(home, 'keys'))
    const faults = ["it's", 'keys'].map(
      (name) => `${home}/${name} can be written by others (-rw-rw-rw-)`,
    )
    const changes = `sudo='' home='${home}' path_bad="${faults.join('\n')}"`
    const paste = fixesOn(machine(changes))[ids.indexOf('home-permissions')] ?? ''
    const run = spawnSync('sh', ['-ec', paste], { encoding: 'utf8' })
    const modes = ["home/it's", 'target'].map(
      (name) => statSync(path.join(folder, name)).mode & 0o777,
    )
    rmSync(folder, { recursive: true })

    expect(run.stderr).toBe('')
    expect(modes).toEqual([0o644, 0o666])
  })

  it('by giving away the target of a link', () => {
    const text = fixesOn(machine('')).join('\n')
    expect(text).toMatch(/^ *sudo chown -h deploy '\/home\/deploy\/.ssh'$/m)
    expect(text).not.toMatch(/\bchown (?!-h )/)
  })

  it.each([
    ['locked lasts fresh', 'passwd -u deploy'],
    ['bare lasts fresh', "usermod -p '*' deploy"],
    ['open expired fresh', 'chage -E -1 deploy'],
  ])('by a change of the account that was not seen to be needed: %s', (state, command) => {
    const text = fixesOn(machine(`state='${state}'`))[ids.indexOf('account-locked')] ?? ''
    expect(text.trim()).toBe(`sudo ${command}`)
  })
})

describe('the words for harm', () => {
  it.each([
    ["sudo usermod -p '$6$x' deploy", 'overwrites a password'],
    ["sudo usermod -p '*' -e '' root", 'end date'],
    ["sudo usermod -p '*' root", 'permanently'],
    ["sed -i '1i export A=b' ~/.bashrc", 'link'],
    ["echo 'export A=b' >> ~/.zshenv", 'person who pastes'],
    ['sudo chown -R deploy /srv/site', 'link of the user'],
    ['sudo chown -hR deploy: ~deploy/.ssh', 'takes files'],
    ['sudo rm /etc/ssh/ssh_host_*_key*', 'every host key'],
    ['sudo systemctl restart sshd', 'nobody could log in'],
    ['sudo service ssh reload', 'nobody could log in'],
    ['sudo ufw prepend allow 22/tcp\nsudo iptables -I INPUT -j ACCEPT', 'more than one firewall'],
    ['sudo ufw allow 22/tcp', 'below'],
    ['sudo firewall-cmd --reload', 'other programs'],
    ['sudo iptables -F', 'to all'],
    ['chmod -R 777 /srv', 'everybody'],
    ['ssh -o StrictHostKeyChecking=no a@b', 'believed'],
    ['ssh-keyscan a | gh secret set SSH_KNOWN_HOSTS', 'compared'],
    ['ssh-keyscan a >> ~/.ssh/known_hosts', 'compared'],
    ['gh secret set K --body "$(cat ~/.ssh/id_rsa)"', 'argument'],
    ['sudo rm -rf /var/log', 'more than one file'],
    ['echo x | sudo tee /etc/ssh/sshd_config.d/a.conf', 'replaces a file'],
    ['sudo apt install a\nsudo dnf install a', 'only one of these lines'],
    ['sudo usermod -aG sudo deploy', 'what root can'],
    ['sudo rm /etc/ssh/ssh_host_rsa_key && sudo ssh-keygen -t ed25519 -f x', 'without a new one'],
    ['grep -v old ~/.ssh/known_hosts > new', 'did not add'],
    ['sudo ufw delete deny 22/tcp', 'did not add'],
    ['sudo iptables -D INPUT -p tcp --dport 22 -j DROP', 'did not add'],
    ['ssh-keygen -R shop.example.com', 'did not add'],
    ['sudo tee -a ~/.ssh/authorized_keys', "admin's own files"],
    ['- run: echo "${{ secrets.SSH_KEY }}" > key', 'argument'],
  ])('are found in %s', (text, why) => {
    expect(harmsOf(text).join('; ')).toContain(why)
  })
})
