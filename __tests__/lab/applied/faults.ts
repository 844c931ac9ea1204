import { viewOf } from '../../../src/causes/view'
import { change } from '../../fixtures/change'
import type { ServerView } from '../../../src/causes/server-cause'
import type { CauseId, ServerCauseId } from '../../../src/facts/cause-ids'
import { candidates } from '../../../src/causes/server'
import { catalog } from '../../../src/causes/catalog'
import type { Facts } from '../../../src/facts'
import { accountCommands } from '../../../src/knowledge/account-commands'
import { allowPort } from '../../../src/knowledge/firewalls'
import { hostKeyType, serverSystems } from '../../../src/knowledge/server-systems'
import { exact as commandMissing } from '../../fixtures/facts/deploy/command-missing'
import { exact as notWritable } from '../../fixtures/facts/deploy/target-not-writable'
import { valueOf } from '../../fixtures/value-of'
import type { Lab } from '../prepare'
import { systemctl } from './apply'
import type { System } from '../system'

/** A fault that keeps a login or a deploy from working, and the fix that is printed for it. */
export interface Fault {
  /** Unique; a few plain words. */
  readonly name: string
  /** The fixes of the catalog that it applies, by the start of their sentences. */
  readonly applies?: readonly { readonly cause: CauseId | ServerCauseId; readonly fix: string }[]
  /** Lines for sshd_config. */
  readonly config?: readonly string[]
  /** Shell lines run before sshd starts, and once it listens. */
  readonly fault?: string
  readonly onceUp?: string
  readonly user?: string
  /** What a login must run with success once the fix is applied. Default: true. */
  readonly runs?: string
  /** Whether it fails before. Default: yes. */
  readonly failsBefore?: boolean
  /** The text that people copy. */
  readonly paste: (lab: Lab, system: System) => Promise<string> | string
  /** Shell lines whose output is the same before and after: what the fix must leave as it is. */
  readonly keeps: string
  /** Shell lines that must succeed afterwards. */
  readonly then?: string
  /** Whether the login works afterwards. Default: yes. */
  readonly worksAfter?: boolean
}

const view = (lab: Lab): ServerView => ({
  port: 22,
  user: 'deploy',
  keyFingerprint: null,
  publicKey: lab.keys.ed25519.public,
  publicKeyBreaks: [],
  system: 'debian',
})

function candidatePaste(id: ServerCauseId, lab: Lab, changes: Partial<ServerView> = {}): string {
  const [found] = candidates([id], { ...view(lab), ...changes })
  return found?.fix.paste?.text ?? ''
}

function pastesOf(id: CauseId, facts: Facts): readonly string[] {
  const finding = catalog.find((cause) => cause.id === id)?.find(viewOf(facts, 'target'))
  return (finding?.explanation.fixes ?? []).flatMap(({ paste }) => paste?.text ?? [])
}

/** Why server-check.sh names this cause on the machine itself. */
async function foundBy(system: System, title: string): Promise<string> {
  const json = await system.run('sh /usr/local/bin/server-check.sh --user deploy --json || true')
  const answer = JSON.parse(json) as { verdicts: { title: string; why: string }[] }
  return answer.verdicts.find((verdict) => verdict.title === title)?.why ?? ''
}

const program = `mkdir -p /home/deploy/bin; printf '#!/bin/sh\\necho from bin\\n' > /home/deploy/bin/tool9
  chmod 755 /home/deploy/bin/tool9; chown -R deploy: /home/deploy/bin`

/** The fixture of a program that is in a directory that PATH does not have, for this shell. */
function missing(shell: string): Facts {
  const deploy = valueOf(commandMissing.hops.target.deploy)
  const commands = valueOf(deploy.commands)
  const tool = {
    ...{ name: 'tool9', path: null, inShell: false, loginPath: null },
    elsewhere: '/home/deploy/bin/tool9',
  }
  return change(commandMissing, {
    input: { ...commandMissing.hops.target.input, user: 'deploy' },
    deploy: {
      state: 'observed',
      ms: 1,
      value: {
        ...deploy,
        account: deploy.account && { ...deploy.account, name: 'deploy', shell },
        commands: { state: 'observed', ms: 1, value: { ...commands, commands: [tool] } },
      },
    },
  })
}

const hostKeys = 'sha256sum /etc/ssh/ssh_host_rsa_key* /etc/ssh/ssh_host_ecdsa_key*'

/** Everything of the accounts except one field of the deploy user's line. */
const shadowBut = (field: number) =>
  `awk -F: -v OFS=: '$1 == "deploy" { $${String(field)} = "" } 1' /etc/shadow; cat /etc/passwd /etc/group`

const revoked = async (system: System) => {
  const printed = await system.run('ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub')
  const type = hostKeyType('ssh-ed25519')
  if (!type) throw new Error('Ed25519 is a type of host key')
  return serverSystems.debian.replaceHostKey(type, printed.split(' ')[1] ?? '')
}

const site = (facts: Facts, index: number): string => {
  const all = pastesOf('deploy/target-not-writable', facts)
  const path = valueOf(valueOf(facts.hops.target.deploy).target).path
  return (all[index] ?? '').replaceAll(path, '/srv/site')
}

const siteFault = `id www-data >/dev/null; mkdir -p /srv/site/uploads; echo secret > /srv/outside; ln -s /srv/outside /srv/site/link
  echo page > /srv/site/index.php; chown -hR www-data:www-data /srv/site; chmod 755 /srv/site`

const mayStillWrite =
  'runuser -u www-data -- sh -c "echo 1 >> /srv/site/index.php; touch /srv/site/uploads/a"'

export const faults: readonly Fault[] = [
  {
    name: 'an account that is locked, with a password',
    config: ['UsePAM no'],
    fault: 'usermod --password "x9" deploy; usermod --lock deploy',
    paste: (lab) => candidatePaste('server/account-locked', lab),
    keeps: shadowBut(2),
    then: 'grep -q "^deploy:x9:" /etc/shadow',
  },
  {
    name: 'an account that never had a password, where the check on the server saw it',
    config: ['UsePAM no'],
    fault: "usermod --password '!' deploy",
    paste: async (lab, system) =>
      candidatePaste('server/account-locked', lab, {
        found: await foundBy(system, 'The account is locked or expired'),
      }),
    keeps: shadowBut(2),
    then: "grep -q '^deploy:\\*:' /etc/shadow",
  },
  {
    name: 'an account that never had a password, from outside: nothing is changed',
    config: ['UsePAM no'],
    fault: "usermod --password '!' deploy",
    paste: (lab) => candidatePaste('server/account-locked', lab),
    keeps: shadowBut(9),
    worksAfter: false,
  },
  {
    name: 'an account that has expired',
    fault: 'usermod --password "x9" deploy; chage -E 2020-01-01 deploy',
    paste: async (lab, system) =>
      candidatePaste('server/account-locked', lab, {
        found: await foundBy(system, 'The account is locked or expired'),
      }),
    keeps: shadowBut(8),
    then: 'grep -q "^deploy:x9:" /etc/shadow',
  },
  {
    name: 'a password that is too old',
    fault: 'usermod --password "x9" deploy; chage -d 2020-01-01 -M 30 -I 5 deploy',
    paste: () => accountCommands('debian').keepPassword('deploy'),
    keeps: `awk -F: -v OFS=: '$1 == "deploy" { $3 = $5 = "" } 1' /etc/shadow`,
    then: 'grep -q "^deploy:x9:" /etc/shadow',
  },
  {
    name: 'a home whose .ssh belongs to root and that others may write, with links to files of root',
    fault: `touch /etc/target; chmod 600 /etc/target; ln -s /etc/target /home/deploy/.ssh/config
      chown root: /home/deploy/.ssh /home/deploy/.ssh/authorized_keys; chmod 777 /home/deploy /home/deploy/.ssh`,
    paste: (lab) => candidatePaste('server/home-permissions', lab),
    keeps:
      'stat -c "%n %a %U" /etc/target /etc/shadow /home /root; cat /home/deploy/.ssh/authorized_keys',
  },
  {
    name: 'an .ssh that is a link to a folder of root',
    fault: `rm -r /home/deploy/.ssh; install -d -m 755 /etc/victim; touch /etc/victim/authorized_keys
      ln -s /etc/victim /home/deploy/.ssh`,
    paste: (lab) => candidatePaste('server/home-permissions', lab),
    keeps: 'stat -c "%n %a %U" /etc/victim /etc/victim/authorized_keys',
    worksAfter: false,
  },
  {
    name: 'a home without .ssh',
    fault: 'rm -r /home/deploy/.ssh',
    paste: (lab) => candidatePaste('server/key-not-listed', lab),
    keeps: 'find /root /etc -newer /usr/local/bin/server-check.sh -type f',
    then: 'test "$(stat -c "%a %U" /home/deploy/.ssh /home/deploy/.ssh/authorized_keys)" = "700 deploy\n600 deploy"',
  },
  {
    name: 'a list of keys without the last newline and without the key',
    fault: `printf 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHJ1YmJlcmR1Y2tzYXJlZm9ydGVzdGluZ29ubHkxMjM0 other' > /home/deploy/.ssh/authorized_keys`,
    paste: (lab) => candidatePaste('server/key-not-listed', lab),
    keeps:
      'head -n 1 /home/deploy/.ssh/authorized_keys | tr -d "\\n"; stat -c "%a %U" /home/deploy/.ssh/authorized_keys',
  },
  {
    name: 'a list of keys that is a link to a file of root',
    fault: `touch /etc/victim; rm /home/deploy/.ssh/authorized_keys; ln -s /etc/victim /home/deploy/.ssh/authorized_keys`,
    paste: (lab) => candidatePaste('server/key-not-listed', lab),
    keeps: 'stat -c "%s %a %U" /etc/victim',
    worksAfter: false,
  },
  {
    name: 'a program that bash does not find, where .bashrc is a link',
    fault: `${program}; mkdir -p /home/deploy/dotfiles; mv /home/deploy/.bashrc /home/deploy/dotfiles/bashrc
      chmod 640 /home/deploy/dotfiles/bashrc; ln -s dotfiles/bashrc /home/deploy/.bashrc; chown -hR deploy: /home/deploy`,
    runs: 'tool9',
    paste: () =>
      pastesOf('deploy/command-missing', missing('/bin/bash')).find((text) =>
        text.includes('.bashrc'),
      ) ?? '',
    keeps: `cat /root/.bashrc; readlink /home/deploy/.bashrc; stat -c "%a %U" /home/deploy/dotfiles/bashrc; grep -v '^export PATH=' /home/deploy/.bashrc`,
  },
  {
    name: 'a program that bash does not find, without a .bashrc',
    fault: `${program}; rm -f /home/deploy/.bashrc`,
    runs: 'tool9',
    paste: () =>
      pastesOf('deploy/command-missing', missing('/bin/bash')).find((text) =>
        text.includes('.bashrc'),
      ) ?? '',
    keeps: 'cat /root/.bashrc',
    then: 'test "$(stat -c %U /home/deploy/.bashrc)" = deploy',
  },
  {
    name: 'a program that zsh does not find, where .zshenv lacks its last newline',
    fault: `${program}; usermod --shell /bin/zsh deploy; printf 'export A=b' > /home/deploy/.zshenv; chown deploy: /home/deploy/.zshenv`,
    runs: 'tool9 && test "$A" = b',
    paste: () =>
      pastesOf('deploy/command-missing', missing('/bin/zsh')).find((text) =>
        text.includes('.zshenv'),
      ) ?? '',
    keeps: 'ls -a /root',
  },
  {
    name: 'a revoked host key',
    applies: [{ cause: 'hostkey/revoked', fix: 'Replace this one key' }],
    failsBefore: false,
    onceUp: systemctl,
    paste: (_, system) => revoked(system),
    keeps: hostKeys,
    then: 'grep -qx "restart ssh" /tmp/systemctl.log; ! grep -qF "$(cat /tmp/before)" /etc/ssh/ssh_host_ed25519_key.pub',
    fault: 'cut -d" " -f2 /etc/ssh/ssh_host_ed25519_key.pub > /tmp/before',
  },
  {
    name: 'a revoked host key, with an error in sshd_config: sshd goes on',
    failsBefore: false,
    onceUp: `${systemctl}; echo NoSuchOption yes >> /etc/ssh/sshd_config`,
    paste: (_, system) => revoked(system),
    keeps: hostKeys,
    then: '! test -s /tmp/systemctl.log',
  },
  {
    name: 'another host key than the revoked one: nothing is changed',
    failsBefore: false,
    onceUp: systemctl,
    paste: async (_, system) => (await revoked(system)).replace(/SHA256:\S{5}/, 'SHA256:other'),
    keeps: 'sha256sum /etc/ssh/ssh_host_*',
    then: '! test -s /tmp/systemctl.log',
  },
  {
    name: 'a site of the web server, by an access control list',
    fault: siteFault,
    runs: 'echo 2 >> /srv/site/index.php && mkdir /srv/site/new',
    paste: () => site(notWritable, 0),
    keeps: 'stat -c "%n %U" /srv/site /srv/site/* /srv/outside; stat -c %a /srv/outside',
    then: `${mayStillWrite}; runuser -u www-data -- touch /srv/site/new/x`,
  },
  ...(['deny 22/tcp', 'reject 22/tcp', 'deny 1:1000/tcp', 'allow 80/tcp'] as const).map(
    (rule): Fault => ({
      name: `ufw with the rule ${rule}`,
      onceUp: `sed -i s/IPV6=yes/IPV6=no/ /etc/default/ufw; ufw default deny incoming >/dev/null
        ufw allow 443/tcp >/dev/null; ufw ${rule} >/dev/null; ufw --force enable >/dev/null`,
      paste: () => allowPort('debian', 22),
      keeps: 'ufw status | grep -v "^22/tcp"; nft list tables inet',
      then: 'test "$(ufw status | grep -c "^22/tcp *ALLOW")" = 1',
    }),
  ),
  {
    name: 'iptables that rejects',
    onceUp: 'iptables -A INPUT -s 192.0.2.1 -j DROP; iptables -A INPUT -j REJECT',
    paste: () => allowPort('debian', 22),
    keeps:
      'iptables-save | grep "^-A" | grep -v "dport 22 -j ACCEPT"; nft list tables inet; ufw status',
    then: 'test "$(iptables-save | grep -c "dport 22 -j ACCEPT")" = 1',
  },
  {
    name: 'nftables that rejects',
    onceUp: `nft -f - <<'END'
table inet filter {
  chain input { type filter hook input priority 0; policy drop; ct state established accept; ip saddr 192.0.2.1 drop; reject; }
}
END`,
    paste: () => allowPort('unknown', 22),
    keeps: 'nft list ruleset | grep -v "tcp dport 22 accept"; ufw status',
    then: 'test "$(nft list ruleset | grep -c "tcp dport 22 accept")" = 1',
  },
  {
    name: 'a login of root that a file of sshd_config.d switches off',
    user: 'root',
    config: ['PermitRootLogin no'],
    onceUp: systemctl,
    paste: (lab) =>
      `sudo sh -c 'cp /etc/ssh/sshd_config /tmp/c; { echo "${candidatePaste('server/root-login-off', lab)}"; cat /tmp/c; } > /etc/ssh/sshd_config'
${serverSystems.debian.restart}`,
    keeps:
      'cat /etc/ssh/sshd_config.d/*; grep -v "^PermitRootLogin prohibit-password" /etc/ssh/sshd_config',
  },
]
