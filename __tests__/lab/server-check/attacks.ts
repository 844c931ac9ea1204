import { blockOf } from '../../fixtures/answer-block'
import { addresses } from '../addresses'

/** What a hostile user of the server prepared before root runs the check. */
export interface Attack {
  /** Unique; a few plain words. */
  readonly name: string
  /** Shell lines run as root on a fresh home; `$home`, `$key` (the line of the offered key) and `$canary` are set. */
  readonly plant: string
  /** Shell lines that put back what lies outside of the home. */
  readonly undo?: string
  /** Words before the shell: the environment that root inherited. */
  readonly env?: string
  /** The verdicts, in order. Default: whatever the planted file deserves. */
  readonly verdicts?: readonly string[]
  /** Texts that the answer must show. */
  readonly says?: readonly string[]
  /** Run on a system without timeout and setpriv too; only: there the file has to be judged, where else the user may read it. */
  readonly withoutPrograms?: true | 'only'
  /** Run with --json on the standard input too. */
  readonly forMachines?: boolean
  /** Paths that no process of the check may open, as a pattern. */
  readonly neverOpened?: RegExp
}

const file = '$home/.ssh/authorized_keys'

/** A block that a client sends as its user's name. The check shows 400 characters of a line. */
const forgedBlock = blockOf({
  serverCheck: 1,
  verdicts: [
    {
      id: 'server/banned',
      certainty: 'proved',
      title: 'The address of this runner is banned',
      why: '',
    },
  ],
  evidence: [],
  notSeen: [],
}).replaceAll('\n', '')

/** Roots of a secret: a file of root with the offered key behind an option that the check would print. */
export const secretFiles = `
  canary=canary-$(head -c 9 /dev/urandom | od -An -tx1 | tr -d ' \\n'); echo $canary > /root/canary
  mkdir -p -m 700 /root/keys; printf 'from="%s" %s\\n' $canary "$key" > /root/keys/authorized_keys
  chmod 644 /root/keys/authorized_keys; cp /root/keys/authorized_keys /root/keys/closed; chmod 600 /root/keys/closed
  printf 'maria:%s:19000:0:99999:7:::\\n' "$canary" > /root/shadow-line
  sed -i '/^maria:/d' /etc/shadow; cat /root/shadow-line >> /etc/shadow`

const neverKeys = /authorized_keys2?"/

export const fileAttacks: readonly Attack[] = [
  { name: 'nothing', forMachines: true, withoutPrograms: true, plant: 'true', verdicts: [] },
  { name: 'a link to a file of root', plant: `ln -sf /root/keys/closed ${file}` },
  {
    name: 'a link to a file in a closed folder',
    withoutPrograms: true,
    plant: `ln -sf /root/keys/authorized_keys ${file}`,
  },
  { name: 'a link to /etc/shadow', plant: `ln -sf /etc/shadow ${file}` },
  {
    name: 'a hard link to a file of root',
    withoutPrograms: true,
    plant: `ln -f /root/keys/closed ${file}`,
  },
  {
    name: 'a hard link out of a closed folder',
    withoutPrograms: 'only',
    plant: `ln -f /root/keys/authorized_keys ${file}`,
  },
  {
    name: '.ssh is a link to a closed folder',
    withoutPrograms: true,
    plant: 'rm -r $home/.ssh; ln -s /root/keys $home/.ssh',
  },
  {
    name: 'links that never end',
    plant: `rm ${file}; ln -s authorized_keys2 ${file}; ln -s authorized_keys ${file}2`,
  },
  {
    name: 'a FIFO',
    forMachines: true,
    withoutPrograms: true,
    plant: `rm ${file}; mkfifo ${file}`,
    neverOpened: neverKeys,
  },
  {
    name: 'a link to a FIFO',
    plant: `mkfifo $home/trap; ln -sf $home/trap ${file}`,
    neverOpened: neverKeys,
  },
  {
    name: 'a link to a device',
    withoutPrograms: true,
    plant: `ln -sf /dev/zero ${file}`,
    neverOpened: neverKeys,
  },
  {
    name: 'a socket',
    plant: `rm ${file}; perl -MSocket -e 'socket(S,AF_UNIX,SOCK_STREAM,0); bind(S,sockaddr_un(shift))' ${file}`,
    neverOpened: neverKeys,
  },
  { name: 'a folder', plant: `rm ${file}; mkdir ${file}`, neverOpened: neverKeys },
  {
    name: 'a sparse file of a terabyte',
    plant: `truncate -s 1T ${file}`,
    says: ['behind the first 1000000 bytes'],
  },
  {
    name: 'lines that are too long',
    plant: `{ head -c 300000 /dev/zero | tr '\\0' a; echo; head -c 300000 /dev/zero | tr '\\0' '"'; echo; head -c 300000 /dev/zero | tr '\\0' '\\\\'; echo; } > ${file}`,
    verdicts: ['server/authorized-keys-malformed'],
  },
  {
    name: 'the offered key five thousand times',
    plant: `awk -v k="from=\\"192.0.2.1\\" $key" 'BEGIN { for (n = 0; n < 5000; n++) print k }' > ${file}`,
  },
  {
    name: 'ten thousand broken lines',
    plant: `awk 'BEGIN { for (n = 0; n < 10000; n++) print "ssh-ed25519 AAAA x\\033[2J" n }' > ${file}`,
    verdicts: ['server/authorized-keys-malformed'],
  },
  {
    name: 'a thousand folders deep',
    plant: `cd $home; for n in $(seq 1000); do mkdir d; chmod 777 d; cd d; done; mv ${file} .; ln -sf "$(pwd -P)/authorized_keys" ${file} 2>/dev/null; chown -R deploy: $home`,
  },
  {
    name: 'names that look like an answer',
    forMachines: true,
    plant: [
      String.raw`bad=$(printf 'x\n  server/banned (proved): The address of this runner is banned\n    why\nEND\n\033[2J')`,
      String.raw`other='\n/etc/shadow belongs to uid 5'`,
      `mkdir -p "$home/$bad" "$home/$other" "$home/a'; touch /root/pwned; $(echo '$(touch root)') *"`,
      `mv ${file} "$home/$bad/"; ln -s "$home/$bad/authorized_keys" ${file}`,
      `printf '%s\\n' "$key" > "$home/$other/k"; ln -s "$home/$other/k" ${file}2`,
      'chown -R deploy: $home; chmod -R a+w "$home/x"* "$home/\\\\n"',
    ].join('\n'),
    verdicts: ['server/home-permissions'],
  },
  {
    name: 'a link to a folder for everybody',
    plant: `mv ${file} /tmp/keys; chown deploy: /tmp/keys; ln -s /tmp/keys ${file}`,
    undo: 'rm -f /tmp/keys',
    verdicts: ['server/home-permissions'],
    says: ['others can write to /tmp, where a link leads'],
  },
  {
    name: 'a process that calls itself sshd',
    // Not dumpable, so that its folder in /proc is root's; the words name a file that sshd would quote in its error.
    plant: `setpriv --reuid deploy --regid deploy --init-groups perl -e '
      my $n = "sshd\\0"; $0 = "/usr/sbin/sshd -f /etc/shadow"; syscall(157, 15, $n, 0, 0, 0); syscall(157, 4, 0, 0, 0, 0); sleep 600' </dev/null >/dev/null 2>&1 &
      echo $! > /root/pid; until [ "$(cat /proc/$!/comm)" = sshd ]; do :; done`,
    undo: 'kill $(cat /root/pid)',
    verdicts: [],
  },
  {
    name: 'a log of a hundred gigabytes',
    plant: 'cp -a /var/log/auth.log /root/log; truncate -s 100G /var/log/auth.log',
    undo: 'cat /root/log > /var/log/auth.log',
    verdicts: [],
  },
  {
    name: 'a log with what a client sent',
    forMachines: true,
    plant: String.raw`cp -a /var/log/auth.log /root/log
      printf 'Jan  1 00:00:00 h sshd[1]: Invalid user drop connection #1 from [${addresses.client4}]:1 on [192.0.2.1]:22 penalty: x from 192.0.2.9\n' >> /var/log/auth.log
      printf 'deploy \033[2J\r\nEND\n  server/banned (proved): The address of this runner is banned deploy\n' >> /var/log/auth.log`,
    undo: 'cat /root/log > /var/log/auth.log',
    verdicts: [],
  },
]

export const settingAttacks: readonly Attack[] = [
  {
    name: 'sshd_config includes a FIFO',
    plant: 'mkfifo /etc/ssh/trap; sed -i "1i Include /etc/ssh/trap" /etc/ssh/sshd_config',
    undo: 'sed -i 1d /etc/ssh/sshd_config; rm /etc/ssh/trap',
    says: ['sshd -t gave no answer within two seconds'],
  },
  {
    name: 'a FIFO next to the other settings',
    plant: 'mkfifo /etc/ssh/sshd_config.d/trap.conf',
    undo: 'rm /etc/ssh/sshd_config.d/trap.conf',
    says: ['sshd_config was read without its Match blocks'],
  },
  {
    name: 'keys and revoked keys are FIFOs',
    plant:
      'mkfifo /etc/ssh/trap; printf "AuthorizedKeysFile /etc/ssh/trap\\nRevokedKeys /etc/ssh/trap\\n" > /etc/ssh/sshd_config.d/00-trap.conf',
    undo: 'rm /etc/ssh/sshd_config.d/00-trap.conf /etc/ssh/trap',
    neverOpened: /\/etc\/ssh\/trap"/,
    says: ['/etc/ssh/trap is not a regular file'],
  },
  {
    name: 'the home has characters of a shell in its name',
    plant: `cp -a /etc/passwd /root/passwd; sed -i "s|^\\(deploy:[^/]*\\)[^:]*|\\1/home/x'; touch /root/pwned; '|" /etc/passwd`,
    undo: 'cat /root/passwd > /etc/passwd',
    verdicts: [],
    says: ['no absolute path of plain characters'],
  },
  {
    name: 'the shell has characters of a shell in its name',
    plant: `cp -a /etc/passwd /root/passwd; sed -i 's|^\\(deploy:.*:\\)[^:]*$|\\1/bin/$(touch /root/pwned) -rf \\n|' /etc/passwd`,
    undo: 'cat /root/passwd > /etc/passwd',
    verdicts: ['server/shell-missing'],
  },
  {
    name: 'programs that never answer',
    withoutPrograms: true,
    plant: `mkdir -p /run/systemd/system
      for each in journalctl systemctl getenforce fail2ban-client nft ipset; do
        if [ -e /usr/bin/$each ]; then mv /usr/bin/$each /root/kept-$each; fi
        printf '#!/bin/sh\\nexec sleep 600\\n' > /usr/bin/$each; chmod 755 /usr/bin/$each
      done`,
    undo: `rm -r /run/systemd/system
      for each in journalctl systemctl getenforce fail2ban-client nft ipset; do
        rm /usr/bin/$each; if [ -e /root/kept-$each ]; then mv /root/kept-$each /usr/bin/$each; fi
      done`,
  },
  {
    name: 'the environment of another user',
    forMachines: true,
    withoutPrograms: true,
    plant: `mkdir $home/bin; mkfifo $home/bin/trap
      for each in getenforce fail2ban-client csf cscli ipset timeout setpriv journalctl nft awk grep ls cat id sh [ sshd opkg; do
        printf '#!/bin/sh\\ntouch /root/pwned\\n' > "$home/bin/$each"; chmod 755 "$home/bin/$each"
      done
      echo 'touch /root/pwned' > $home/bin/start; cp $home/bin/start $home/bin/start.awk`,
    env: [
      ...[
        'PATH=/home/deploy/bin:$PATH',
        'ENV=/home/deploy/bin/start',
        'IFS=/',
        'TZ=:/home/deploy/bin/trap',
      ],
      ...[
        'CDPATH=/home/deploy/bin',
        'AWKPATH=/home/deploy/bin',
        'LANG=en_US.UTF-8',
        'LC_ALL=C.UTF-8',
      ],
      ...[
        'KSH_VERSION=MIRBSD',
        'POSIXLY_CORRECT=1',
        'HOME=/home/deploy',
        'PYTHONPATH=/home/deploy/bin',
      ],
      ...[
        'GREP_OPTIONS=-v',
        'LS_COLORS=x',
        'QUOTING_STYLE=c',
        'BLOCK_SIZE=1',
        'LOCPATH=/home/deploy/bin',
      ],
      ...['FPATH=/home/deploy/bin', 'GLOBIGNORE=*', "PS4='$(touch /root/pwned)'", 'TMOUT=1'],
      "'port=1' 'user=root' 'FOUND=x' 'LINES=1' 'NET=x' 'deadline=0' 'uid=0'",
      ...[
        'awk',
        'cat',
        'ls',
        'grep',
        'printf',
        '[',
        'command',
        'unset',
        'read',
        'id',
        'timeout',
        'say',
      ]
        .concat([
          'found',
          'export',
          'cd',
          'kill',
          'tr',
          'head',
          'cut',
          'date',
          'sed',
          'sort',
          'test',
        ])
        .map((name) => `'BASH_FUNC_${name}%%=() { touch /root/pwned; }'`),
    ].join(' '),
    verdicts: [],
    neverOpened: /\/home\/deploy\/bin\//,
  },
]

/** Last, so that each attack above keeps its shell: bash itself ends at once where its POSIX mode meets a function named `unset`. */
export const answerAttacks: readonly Attack[] = [
  {
    name: 'a log with a block that a client sent',
    plant: `cp -a /var/log/auth.log /root/log
      printf '%s\\n' 'Jan  1 00:00:00 h sshd[1]: Invalid user deploy${forgedBlock}' >> /var/log/auth.log`,
    undo: 'cat /root/log > /var/log/auth.log',
    verdicts: [],
    says: ['-----BEGIN SSH-PREFLIGHT-ANSWER-----eyJ', '-----END SSH-PREFLIGHT-ANSWER-----'],
  },
]
