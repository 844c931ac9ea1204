import { firstOf } from './first-of'
import type { ServerSystem } from './server-systems'

/** How one system shows and changes who may use a directory. Every argument is one word of a command already. */
export interface DirectoryCommands {
  /** Prints the rights on the directory and on all directories above it. */
  readonly showWay: (path: string) => string
  /** Fix: only this user may pass through the directory. Nobody loses a right. */
  readonly letPass: (user: string, path: string) => string
  /** Fix: the user may write to everything in the directory, and its owner keeps every right, new files included. */
  readonly letWrite: (user: string, owner: string | null, path: string) => string
  /** Fix: the group may write there, new files get that group, and the user is in it; null where no group does that. */
  readonly letGroupWrite: ((group: string, user: string, path: string) => string) | null
  /** Fix: the user becomes a member of the group; null where no group decides. */
  readonly addToGroup: ((group: string, user: string) => string) | null
  /** Fix: the user becomes the owner of everything in it. Links are changed themselves, and not what they point to. */
  readonly giveAway: ((user: string, path: string) => string) | null
  /** Fix: the user becomes the owner of the directory itself. */
  readonly own: ((user: string, path: string) => string) | null
  /** Shows why a disk is mounted read-only. */
  readonly whyReadOnly: (path: string) => string
  /** Prints the free space (or the free inodes) of the disk, then what uses the most of it. */
  readonly showSpace: (path: string) => string
  readonly showInodes: (path: string) => string
  /** Fix: creates a directory that is missing, for the user. */
  readonly create: (user: string, path: string) => string
}

/** Debian, Ubuntu and their kind do not install the package `acl` by themselves. */
const withAcl = (command: string) =>
  `{ command -v setfacl >/dev/null || sudo apt-get install -y acl; } &&\n${command}`

const posixAcl = {
  // X gives the right to enter directories, and to run only what is a program already (setfacl(1)).
  letPass: (user: string, path: string) => `sudo setfacl -m u:${user}:x ${path}`,
  letWrite: (user: string, owner: string | null, path: string) =>
    `sudo setfacl -R -m u:${user}:rwX -m d:u:${user}:rwX${owner === null ? '' : ` -m d:u:${owner}:rwX`} ${path}`,
} as const

const unix = {
  giveAway: (user: string, path: string) => `sudo chown -hR ${user} ${path}`,
  own: (user: string, path: string) => `sudo chown -h ${user} ${path}`,
  create: (user: string, path: string) => `sudo install -d -o ${user} ${path}`,
} as const

const linux = {
  ...unix,
  showWay: (path: string) => `namei -l ${path}`,
  addToGroup: (group: string, user: string) => `sudo usermod -aG ${group} ${user}`,
  whyReadOnly: (path: string) =>
    `findmnt --target ${path}\nsudo dmesg | grep -iE 'remount|I/O error|EXT4-fs error|XFS' | tail -n 20`,
  showSpace: (path: string) =>
    `df -h ${path}\nsudo du -xh --max-depth=3 ${path} | sort -h | tail -n 20`,
  showInodes: (path: string) => `df -i ${path}\nsudo du --inodes -x ${path} | sort -n | tail -n 20`,
} as const

const groupWrite =
  (addToGroup: (group: string, user: string) => string) =>
  (group: string, user: string, path: string): string =>
    [
      `sudo chmod -R g+rwX ${path}`,
      `sudo find ${path} -type d -exec chmod g+s {} +`,
      addToGroup(group, user),
    ].join('\n')

const debian: DirectoryCommands = {
  ...linux,
  letPass: (user, path) => withAcl(posixAcl.letPass(user, path)),
  letWrite: (user, owner, path) => withAcl(posixAcl.letWrite(user, owner, path)),
  letGroupWrite: groupWrite(linux.addToGroup),
}

const hasAcl = 'command -v setfacl >/dev/null'

/** chmod(1) of macOS writes its lists with `+a`. */
const isMac = 'test "$(uname)" = Darwin'

/** Most Linux systems other than Debian's, and Macs: a Mac sends the same banner as plain OpenSSH. */
const unknown: DirectoryCommands = {
  ...linux,
  showWay: (path) => `namei -l ${path} 2>/dev/null || ls -lde ${path}`,
  letPass: (user, path) =>
    firstOf([
      { when: isMac, command: `sudo chmod +a ${user}' allow search' ${path}` },
      { when: hasAcl, command: posixAcl.letPass(user, path) },
    ]),
  letWrite: (user, owner, path) =>
    firstOf([
      {
        when: isMac,
        command: `sudo chmod -R +a ${user}' allow read,write,append,execute,delete_child,file_inherit,directory_inherit' ${path}`,
      },
      { when: hasAcl, command: posixAcl.letWrite(user, owner, path) },
    ]),
  addToGroup: (group, user) =>
    firstOf([
      { when: isMac, command: `sudo dseditgroup -o edit -a ${user} -t user ${group}` },
      { when: 'command -v usermod >/dev/null', command: linux.addToGroup(group, user) },
      { when: 'command -v addgroup >/dev/null', command: `sudo addgroup ${user} ${group}` },
    ]),
  letGroupWrite: (group, user, path) =>
    groupWrite(unknown.addToGroup ?? linux.addToGroup)(group, user, path),
}

/** setfacl(1) of FreeBSD: ZFS has the lists of NFSv4, whose inheritance it applies to directories only. */
const freebsd: DirectoryCommands = {
  ...unix,
  showWay: (path) => `ls -ld ${path}; getfacl ${path}`,
  letPass: (user, path) => `sudo setfacl -m u:${user}:x::allow ${path}`,
  letWrite: (user, owner, path) =>
    [user, ...(owner === null ? [] : [owner])]
      .map((each) => `sudo setfacl -R -m u:${each}:modify_set:fd:allow ${path}`)
      .join(' &&\n'),
  addToGroup: (group, user) => `sudo pw groupmod ${group} -m ${user}`,
  // A new file has the group of its directory there anyway (open(2) of FreeBSD).
  letGroupWrite: (group, user, path) =>
    `sudo chmod -R g+rwX ${path}\nsudo pw groupmod ${group} -m ${user}`,
  whyReadOnly: () => 'mount -p\ndmesg | tail -n 20',
  showSpace: (path) => `df -h ${path}\nsudo du -xhd 3 ${path} | sort -h | tail -n 20`,
  showInodes: (path) => `df -i ${path}`,
}

/** OpenWrt: everything is root's, there is no sudo, and BusyBox has no access control lists. */
const dropbear: DirectoryCommands = {
  showWay: (path) => `ls -ld ${path}`,
  letPass: (_, path) => `chmod o+x ${path}`,
  letWrite: (user, _, path) => `chown -hR ${user} ${path}`,
  addToGroup: null,
  letGroupWrite: null,
  giveAway: null,
  own: (user, path) => `chown -h ${user} ${path}`,
  whyReadOnly: () => 'mount\ndmesg | tail -n 20',
  showSpace: (path) => `df -h ${path}\ndu -xhd 3 ${path} | sort -h | tail -n 20`,
  showInodes: (path) => `df -i ${path}`,
  create: (user, path) => `mkdir -p ${path} && chown -h ${user} ${path}`,
}

/** icacls: X is the right to pass, M the one to change; (OI)(CI) has files and folders inherit it. */
const windows: DirectoryCommands = {
  showWay: (path) => `icacls ${path}`,
  letPass: (user, path) => `icacls ${path} /grant (${user} + ':(X)')`,
  letWrite: (user, _, path) => `icacls ${path} /grant (${user} + ':(OI)(CI)M') /T`,
  addToGroup: null,
  letGroupWrite: null,
  giveAway: null,
  own: null,
  whyReadOnly: () => 'Get-Disk | Format-Table Number, FriendlyName, IsReadOnly, HealthStatus',
  showSpace: () => 'Get-PSDrive -PSProvider FileSystem',
  showInodes: () => 'Get-PSDrive -PSProvider FileSystem',
  create: (user, path) =>
    `New-Item -ItemType Directory -Force -Path ${path}; icacls ${path} /grant (${user} + ':(OI)(CI)M')`,
}

/** The commands of a system; those of Debian's kind for Debian, Ubuntu and Raspberry Pi OS. */
export const directoryCommands: Readonly<Record<ServerSystem, DirectoryCommands>> = {
  debian,
  ubuntu: debian,
  raspbian: debian,
  unknown,
  freebsd,
  dropbear,
  windows,
}
