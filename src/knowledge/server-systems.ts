import { say, type Words } from '../text/words'
import { byProgram, firstOf } from './first-of'

/** What the identification line tells of the server's system: which commands come first. `unknown` is most Linux. */
export type ServerSystem =
  'ubuntu' | 'debian' | 'raspbian' | 'freebsd' | 'windows' | 'dropbear' | 'unknown'

/**
 * How one system runs, installs and configures its SSH server. All commands except those called fixes only read. A fix that
 * ends a running server tests the configuration first: with an error in it nobody could log in afterwards.
 */
export interface SystemCommands {
  readonly label: string
  /** What copied commands are written for; GitHub does not need to highlight PowerShell. */
  readonly language: 'sh' | 'text'
  /** Whether the SSH service runs … */
  readonly running: string
  /** … and what that prints when it does not. */
  readonly notRunning: Words
  /** Fix: starts it now and at every boot. It leaves a running one as it is, so nothing is tested: some systems make their host keys at the first start. */
  readonly start: string
  /** Fix: ends it and starts it again. */
  readonly restart: string
  /** Fix: reads the configuration again, without ending sessions where the system can. */
  readonly reload: string
  readonly log: string
  /** Prints the latest lines of the log that match an extended regular expression. */
  readonly searchLog: (pattern: string) => string
  /** Whether the server is installed, and what that prints when it is not. */
  readonly installed: string
  readonly notInstalled: Words
  /** Fix. */
  readonly install: string
  /** Checks the configuration, and where its own file is. */
  readonly testConfig: string
  /** Prints the options in effect whose lower-case names match; the pattern is an extended regular expression. */
  readonly showOptions: (pattern: string) => string
  /** Prints the load and the free memory. */
  readonly load: string
  readonly configFile: string
  /** The host keys' files, and the fix that makes those that are missing. */
  readonly listHostKeys: string
  readonly makeHostKeys: string
  /** Fix: puts a new host key in the place of the one of this type, if it has this fingerprint (`SHA256:…`). All others stay. */
  readonly replaceHostKey: (type: HostKeyType, fingerprint: string) => string
  /** Prints the fingerprint of the host key of this type, or of each. */
  readonly showHostKey: (type: HostKeyType | null) => string
  /** Prints who listens on which address; a port can be filled in by `listenersOn`. */
  readonly listenersOn: (port: number) => string
}

/** A type of host key as `ssh-keygen -t` and `-b` make it: `bits` is null where the type has one size only or a usual one. */
export interface HostKeyType {
  readonly name: 'ed25519' | 'ecdsa' | 'rsa'
  readonly bits: number | null
}

/** The type of a host key by its name on the wire (RFC 4253, 5656, 8709); null for those that no system makes by itself. */
export function hostKeyType(type: string): HostKeyType | null {
  if (type === 'ssh-ed25519') return { name: 'ed25519', bits: null }
  if (type === 'ssh-rsa') return { name: 'rsa', bits: null }
  const bits = /^ecdsa-sha2-nistp(256|384|521)$/.exec(type)?.[1]
  return bits === undefined ? null : { name: 'ecdsa', bits: Number(bits) }
}

const openssh = {
  language: 'sh',
  installed: 'ls -l /usr/sbin/sshd',
  notInstalled: say`${'No such file or directory'}`,
  testConfig: 'sudo sshd -t',
  showOptions: (pattern: string) => `sudo sshd -T | grep -E '^${pattern}'`,
  configFile: '/etc/ssh/sshd_config',
  listHostKeys: 'ls -l /etc/ssh/ssh_host_*_key',
  showHostKey: (type: HostKeyType | null) =>
    type === null
      ? 'for key in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf "$key"; done'
      : `ssh-keygen -lf /etc/ssh/ssh_host_${type.name}_key.pub`,
} as const

/** `sshd -t` of Debian and Ubuntu wants a directory that only exists once the service ran (session/privsep in sshd.c). */
const tested = 'sudo mkdir -p /run/sshd && sudo sshd -t'

/** sshd refuses a host key that others can read (authfile.c, sshkey_perm_ok). */
const privateHostKeys = `sudo find /etc/ssh -name 'ssh_host_*_key' -exec chmod 600 {} +\n`

/** @param restart the fix that ends and starts the server */
const replaceOpensshKey =
  (restart: string) =>
  ({ name, bits }: HostKeyType, fingerprint: string): string => {
    const file = `/etc/ssh/ssh_host_${name}_key`
    const size = bits === null ? '' : ` -b ${String(bits)}`
    return [
      `sudo ssh-keygen -lf ${file} | grep -F '${fingerprint}' &&`,
      `sudo rm -f ${file} ${file}.pub &&`,
      `sudo ssh-keygen -q -t ${name}${size} -N '' -f ${file} &&`,
      restart,
    ].join('\n')
  }

const linux = {
  ...openssh,
  load: 'uptime; free -m',
  searchLog: (pattern: string) =>
    `sudo journalctl -u ssh -u sshd -n 200 --no-pager | grep -E '${pattern}'`,
  listenersOn: (port: number) => `sudo ss -ltnp 'sport = :${String(port)}'`,
} as const

const debianRestart = `${tested} && sudo systemctl restart ssh`

/** Debian calls the unit `ssh`; Red Hat, SUSE and Arch call it `sshd`. */
const debian: SystemCommands = {
  ...linux,
  label: 'Debian',
  running: 'systemctl is-active ssh',
  notRunning: say`${'inactive'} or ${'failed'}`,
  start: 'sudo systemctl enable --now ssh',
  restart: debianRestart,
  reload: `${tested} && sudo systemctl reload ssh`,
  log: 'sudo journalctl -u ssh -n 20 --no-pager',
  install: 'sudo apt install openssh-server',
  makeHostKeys: `${privateHostKeys}sudo ssh-keygen -A && ${debianRestart}`,
  replaceHostKey: replaceOpensshKey(debianRestart),
}

/** For the units of systemd, OpenRC (Alpine) and macOS, of which one is there. */
function anySystem(commands: {
  readonly systemd: string
  readonly openrc: string
  readonly macos: string
}): string {
  return firstOf([
    { when: 'systemctl cat ssh.service >/dev/null 2>&1', command: `${commands.systemd} ssh` },
    { when: 'systemctl cat sshd.service >/dev/null 2>&1', command: `${commands.systemd} sshd` },
    { when: 'command -v rc-service >/dev/null', command: commands.openrc },
    { when: 'command -v launchctl >/dev/null', command: commands.macos },
  ])
}

/** A Mac has no directory /run, and needs none. */
const testedAnywhere = '{ sudo mkdir -p /run/sshd; sudo sshd -t; } &&\n'

const anyRestart =
  testedAnywhere +
  anySystem({
    systemd: 'sudo systemctl restart',
    openrc: 'sudo rc-service sshd restart',
    macos: 'sudo launchctl kickstart -k system/com.openssh.sshd',
  })

const freebsdRestart = 'sudo sshd -t && sudo service sshd restart'

/** The program of OpenSSH for Windows, for PowerShell. */
export const windowsSshd = '& "$env:SystemRoot\\System32\\OpenSSH\\sshd.exe"'

const testWindows = `${windowsSshd} -t`

const windowsRestart = `${testWindows}; if ($LASTEXITCODE -eq 0) { Restart-Service sshd }`

export const serverSystems: Readonly<Record<ServerSystem, SystemCommands>> = {
  debian,
  raspbian: { ...debian, label: 'Raspberry Pi OS' },
  ubuntu: {
    ...debian,
    label: 'Ubuntu',
    // Since 22.10 the socket waits and starts the service: an inactive service is no fault there while the socket is active.
    running: 'systemctl is-active ssh.socket ssh.service',
    notRunning: say`no line that says ${'active'}`,
  },
  unknown: {
    ...linux,
    label: 'Linux',
    running: 'systemctl is-active ssh.socket ssh sshd.socket sshd',
    // A Mac sends the same banner as plain OpenSSH, so its words follow those of Linux where they decide.
    notRunning: say`no line that says ${'active'}; on a Mac type ${'sudo systemsetup -getremotelogin'}, which says ${'Remote Login: Off'}`,
    start: anySystem({
      systemd: 'sudo systemctl enable --now',
      openrc: 'sudo rc-update add sshd && sudo rc-service sshd start',
      macos: 'sudo systemsetup -setremotelogin on',
    }),
    restart: anyRestart,
    reload:
      testedAnywhere +
      anySystem({
        systemd: 'sudo systemctl reload',
        openrc: 'sudo rc-service sshd reload',
        macos: 'sudo launchctl kickstart -k system/com.openssh.sshd',
      }),
    log: 'sudo journalctl -u ssh -u sshd -n 20 --no-pager',
    install: byProgram([
      { program: 'apt-get', command: 'sudo apt-get install openssh-server' },
      { program: 'dnf', command: 'sudo dnf install openssh-server' },
      { program: 'zypper', command: 'sudo zypper install openssh' },
      { program: 'apk', command: 'sudo apk add openssh' },
    ]),
    makeHostKeys: `${privateHostKeys}sudo ssh-keygen -A && ${anyRestart}`,
    replaceHostKey: replaceOpensshKey(anyRestart),
  },
  freebsd: {
    ...openssh,
    label: 'FreeBSD',
    load: 'uptime; vmstat',
    running: 'service sshd status',
    notRunning: say`${'sshd is not running'}`,
    start: 'sudo sysrc sshd_enable=YES && sudo service sshd start',
    restart: freebsdRestart,
    reload: 'sudo sshd -t && sudo service sshd reload',
    log: 'sudo grep sshd /var/log/auth.log | tail -n 20',
    searchLog: (pattern) => `sudo grep sshd /var/log/auth.log | grep -E '${pattern}' | tail -n 20`,
    install: 'sudo pkg install openssh-portable',
    makeHostKeys: `${privateHostKeys}sudo service sshd keygen && ${freebsdRestart}`,
    replaceHostKey: replaceOpensshKey(freebsdRestart),
    listenersOn: (port: number) => `sudo sockstat -l -P tcp -p ${String(port)}`,
  },
  windows: {
    language: 'text',
    label: 'Windows',
    running: 'Get-Service sshd',
    notRunning: say`${'Stopped'}`,
    start: 'Set-Service sshd -StartupType Automatic; Start-Service sshd',
    restart: windowsRestart,
    reload: windowsRestart,
    log: 'Get-WinEvent -LogName OpenSSH/Operational -MaxEvents 20',
    searchLog: (pattern) =>
      `Get-WinEvent -LogName OpenSSH/Operational -MaxEvents 200 | Where-Object Message -match '${pattern}'`,
    installed: "Get-WindowsCapability -Online -Name 'OpenSSH.Server*'",
    notInstalled: say`${'State : NotPresent'}`,
    install: 'Add-WindowsCapability -Online -Name OpenSSH.Server~~~~0.0.1.0',
    testConfig: testWindows,
    showOptions: (pattern) => `${windowsSshd} -T | Select-String '^${pattern}'`,
    load: 'Get-CimInstance Win32_OperatingSystem | Format-List FreePhysicalMemory, LastBootUpTime',
    configFile: 'C:\\ProgramData\\ssh\\sshd_config',
    listHostKeys: 'Get-ChildItem C:\\ProgramData\\ssh\\ssh_host_*_key',
    makeHostKeys: `ssh-keygen -A; ${windowsRestart}`,
    // ssh-keygen -A gives the new key the rights that sshd wants, and leaves those that are there.
    replaceHostKey: ({ name }, fingerprint) => {
      const file = `C:\\ProgramData\\ssh\\ssh_host_${name}_key`
      return [
        `if (ssh-keygen -lf ${file}.pub | Select-String -SimpleMatch '${fingerprint}') {`,
        `  Remove-Item ${file}, ${file}.pub`,
        '  ssh-keygen -A',
        `  ${windowsRestart}`,
        '}',
      ].join('\n')
    },
    showHostKey: (type) =>
      type === null
        ? 'Get-ChildItem C:\\ProgramData\\ssh\\ssh_host_*_key.pub | ForEach-Object { ssh-keygen -lf $_.FullName }'
        : `ssh-keygen -lf C:\\ProgramData\\ssh\\ssh_host_${type.name}_key.pub`,
    listenersOn: (port: number) => `Get-NetTCPConnection -State Listen -LocalPort ${String(port)}`,
  },
  dropbear: {
    language: 'sh',
    label: 'Dropbear',
    running: 'pidof dropbear',
    notRunning: say`nothing`,
    start: '/etc/init.d/dropbear enable; /etc/init.d/dropbear start',
    restart: '/etc/init.d/dropbear restart',
    reload: '/etc/init.d/dropbear restart',
    log: 'logread | grep dropbear | tail -n 20',
    searchLog: (pattern) => `logread | grep dropbear | grep -E '${pattern}' | tail -n 20`,
    installed: 'command -v dropbear',
    notInstalled: say`nothing`,
    install: 'opkg update && opkg install dropbear',
    testConfig: 'logread | grep dropbear | tail -n 20',
    showOptions: () => 'uci show dropbear',
    load: 'uptime; free',
    configFile: '/etc/config/dropbear',
    listHostKeys: 'ls -l /etc/dropbear/dropbear_*_host_key',
    makeHostKeys:
      'ls /etc/dropbear/dropbear_ed25519_host_key || dropbearkey -t ed25519 -f /etc/dropbear/dropbear_ed25519_host_key; /etc/init.d/dropbear restart',
    replaceHostKey: ({ name, bits }) => {
      const file = `/etc/dropbear/dropbear_${name}_host_key`
      const size = bits === null ? '' : ` -s ${String(bits)}`
      return [
        `rm ${file} &&`,
        `dropbearkey -t ${name}${size} -f ${file} &&`,
        '/etc/init.d/dropbear restart',
      ].join('\n')
    },
    showHostKey: (type) =>
      `for key in /etc/dropbear/dropbear_${type?.name ?? '*'}_host_key; do dropbearkey -y -f "$key"; done`,
    listenersOn: (port: number) => `netstat -ltn | grep ':${String(port)} '`,
  },
}

/** The system that softwareversion and comments of an identification line (RFC 4253 section 4.2) name. */
export function systemOf(software: string | null, comments: string | null): ServerSystem {
  if (software === null) return 'unknown'
  if (/^dropbear/i.test(software)) return 'dropbear'
  if (/^OpenSSH_for_Windows/i.test(software)) return 'windows'
  if (/^FreeBSD/i.test(comments ?? '')) return 'freebsd'
  if (/^Ubuntu/i.test(comments ?? '')) return 'ubuntu'
  if (/^Raspbian/i.test(comments ?? '')) return 'raspbian'
  if (/^Debian/i.test(comments ?? '')) return 'debian'
  return 'unknown'
}
