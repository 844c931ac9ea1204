/** What must not be in a text that people copy into a shell, and why. */
export interface Harm {
  readonly why: string
  readonly matches: (text: string) => boolean
}

const has =
  (pattern: RegExp) =>
  (text: string): boolean =>
    pattern.test(text)

/** A `#` that begins a word, up to the end of its line: that is only read. */
const comment = /(?:^|\s)#(?=\s).*$/gm

/** Lines of a block that end a running sshd or have it read its configuration. */
const restart =
  /\b(?:restart|reload)\s+(?:ssh|sshd)(?:\.socket)?\b|\b(?:ssh|sshd)\s+(?:restart|reload)\b|kickstart -k|Restart-Service sshd/

/** `~` of a command with sudo is the home of the person who types it. */
const adminsHome = /\bsudo (?!-u )[^|;&\n]*\s~\/(?!\.ssh\/id_)/

/** Each is a kind of fix that was printed once, or that other tools print. */
export const harms: readonly Harm[] = [
  {
    why: 'it overwrites a password',
    matches: has(/(?<!\bpw )\busermod\b.*\s-\w*p\s+(?!'\*' )|chpasswd/),
  },
  {
    why: 'it removes the password of an account permanently, and root can then not log in',
    matches: has(/usermod -p '\*'(?: .*)? root\b/),
  },
  { why: 'it removes an end date next to another change', matches: has(/\s-e\s+''|-E -1 -I -1/) },
  { why: 'it edits the files of the person who pastes it', matches: personal },
  { why: 'it replaces a link and may lose a mode', matches: has(/\bsed\s+(?:-\w+\s+)*-i/) },
  {
    why: 'it gives away the target of a link of the user',
    matches: has(/\bchown\s+(?!-\w*h)/),
  },
  {
    why: 'it takes files from others',
    matches: has(/\bch(?:own|mod) -\w*R\b.*(?:\/\.ssh|~\w*(?:\s|$))/),
  },
  {
    why: 'it makes root write through a link of the user',
    matches: has(/sudo tee (?:-a )?(?:~|'?\/home\/|"\$\(getent)|sudo install -d .*\.ssh/),
  },
  { why: 'it deletes every host key', matches: has(/\brm\b.*ssh_host_\*/) },
  { why: 'it deletes a host key without a new one in its place', matches: deletesHostKey },
  {
    why: 'it removes a line that it did not add',
    matches: (text) =>
      /\bsed\b[^|\n]*\bd'?\s+\S+\s*>|\bgrep -v\b[^|\n]*>(?!\s*\/dev\/null)|ssh-keygen -R\b|\bnft delete\b/.test(
        text,
      ) || removesOtherRule(text),
  },
  { why: "it changes the admin's own files in the place of the user's", matches: has(adminsHome) },
  {
    why: 'with an error in the configuration nobody could log in afterwards',
    matches: (text) =>
      restart.test(text) && !/sshd(?:\.exe"|')? -t\b/.test(text) && !text.includes('dropbear'),
  },
  {
    why: 'it changes more than one firewall',
    matches: (text) => firewallsOf(text).size > 1 && !/^if /m.test(text),
  },
  {
    why: 'the rule comes below those that reject',
    matches: has(/\bufw allow\b(?!.*\bufw prepend\b)|iptables -A|\bnft add rule\b/),
  },
  { why: 'it drops rules that other programs added', matches: has(/firewall-cmd --reload/) },
  {
    why: 'it opens the server to all',
    matches: has(
      /iptables -F|iptables -P \w+ ACCEPT|\bufw (?:disable|reset)|nft flush|setenforce 0|systemctl (?:stop|disable)\b.*(?:ufw|firewalld|nftables|fail2ban)|unban --all/,
    ),
  },
  {
    why: 'everybody may write there',
    matches: has(/chmod\s+(?:-\w+\s+)*(?:0?777|a\+\w*w|o\+\w*w)/),
  },
  {
    why: 'any host key is believed',
    matches: has(
      /StrictHostKeyChecking[ =](?:no|off|accept-new)|UserKnownHostsFile[ =]\/dev\/null/i,
    ),
  },
  {
    why: 'a host key is stored before it was compared',
    matches: (text) =>
      text.includes('ssh-keyscan') &&
      /gh secret set|known_hosts$|\|.*tee|>> ?\S*known_hosts/m.test(
        text.replace(/\.\/scanned_known_hosts/g, ''),
      ),
  },
  {
    why: 'a secret is an argument, for ps and the shell history to show',
    matches: has(
      /--body|-b "\$\(|sshpass -p|"\$\(cat [^)]*(?:id_|key)|BEGIN [A-Z ]*PRIVATE KEY|<\((?:echo|printf)|secrets\.\w*KEY\b[^\n]*['"]?\s*(?:>|\|)/,
    ),
  },
  {
    why: 'it deletes more than one file',
    matches: has(
      /\brm\s+-\w*[rR]|truncate -s|--vacuum|autoremove|docker system prune|find\b.*-delete/,
    ),
  },
  {
    why: 'it replaces a file that may be there',
    matches: has(/sudo tee (?!-a)|cat >(?!>)\s*\/etc|^\s*(?:sudo )?cp .*\/etc\//m),
  },
  {
    why: 'only one of these lines fits the machine',
    matches: (text) => managersOf(text).size > 1 && !/^if /m.test(text),
  },
  {
    why: 'the account would have a shell that might not exist',
    matches: has(/(?<!test -x \/bin\/bash && sudo )chsh -s (?!\/bin\/sh\b)/),
  },
  {
    why: 'the user could do what root can',
    matches: has(
      /usermod -aG (?:root|wheel|sudo|admin|adm|docker|lxd|disk|shadow)\b|NOPASSWD(?!: %s\\n' \S+ "\$\(command -v (?:systemctl|service)\) (?:\w[\w@.-]* )?[\w@.-]+")/,
    ),
  },
]

/** A command of an admin that writes below `~`, which then is the admin's home, and not the one of the deploy. */
function personal(text: string): boolean {
  return text
    .split('\n')
    .some(
      (line) =>
        !/^(?:time )?(?:sudo -u |su -s \/bin\/sh )|\| sudo -u /.test(line) &&
        /(?:>>?|\btee (?:-a )?)\s*~\/\.(?:bash|zsh|profile|ssh\/auth)/.test(line),
    )
}

function deletesHostKey(text: string): boolean {
  const deleted = [
    ...text.matchAll(/\b(?:rm|Remove-Item)\b[^\n]*_(ed25519|ecdsa|rsa)_(?:host_)?key/g),
  ]
  return deleted.some(([, type = '']) => !new RegExp(`(?:-t ${type}\\b|ssh-keygen -A)`).test(text))
}

/** A rule may be removed only to be put above the others, or lower in the same text. */
function removesOtherRule(text: string): boolean {
  const removed = [
    ...text.matchAll(/\bufw delete (.+?)(?= &&|;|$)/gm),
    ...text.matchAll(/tables -D (.+?)(?= 2>|;|$)/gm),
  ]
  return removed.some(
    ([, rule = '']) => !['ufw prepend ', 'tables -I '].some((add) => text.includes(add + rule)),
  )
}

function firewallsOf(text: string): Set<string> {
  const changes =
    /\b(ufw)\s+(?:prepend|allow|delete|insert)|\b(firewall-cmd) --(?:permanent|add)|\b(?:ip6?)(tables) -[IAD]|\b(nft) (?:insert|add|delete)|\b(csf) -/g
  return new Set([...text.matchAll(changes)].map((match) => match.slice(1).find(Boolean) ?? ''))
}

function managersOf(text: string): Set<string> {
  const all = /\b(apt|apt-get|dnf|yum|zypper|apk|pacman|opkg|pkg|brew) (?:install|add|-S)\b/g
  return new Set([...text.matchAll(all)].map((match) => match[1] ?? ''))
}

/** Why a text that is copied does harm; empty when nothing is known against it. */
export function harmsOf(text: string): readonly string[] {
  const run = text.replace(comment, '')
  return harms.filter(({ matches }) => matches(run)).map(({ why }) => why)
}
