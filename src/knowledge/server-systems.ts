import { say, type Words } from '../words'

/** What the identification line tells of the server's system: which commands come first. `unknown` is most Linux. */
export type ServerSystem =
  'ubuntu' | 'debian' | 'raspbian' | 'freebsd' | 'windows' | 'dropbear' | 'unknown'

/** How one system runs, installs and configures its SSH server. All commands but those called fixes only read. */
export interface SystemCommands {
  readonly label: string
  /** What copied commands are written for; GitHub has no need to colour PowerShell. */
  readonly language: 'sh' | 'text'
  /** Whether the SSH service runs … */
  readonly running: string
  /** … and what that prints when it does not. */
  readonly notRunning: Words
  /** Fix: starts it now and at every boot. */
  readonly start: string
  /** Fix: reads the configuration again, without ending sessions where the system can. */
  readonly reload: string
  readonly log: string
  /** Whether the server is installed, and what that prints when it is not. */
  readonly installed: string
  readonly notInstalled: Words
  /** Fix. */
  readonly install: string
  /** Checks the configuration, and where its own file is. */
  readonly testConfig: string
  readonly configFile: string
  /** The host keys' files, and the fix that makes those that are missing. */
  readonly listHostKeys: string
  readonly makeHostKeys: string
  /** Prints who listens on which address; a port can be filled in by `listenersOn`. */
  readonly listenersOn: (port: number) => string
}

const openssh = {
  language: 'sh',
  installed: 'ls -l /usr/sbin/sshd',
  notInstalled: say`${'No such file or directory'}`,
  testConfig: 'sudo sshd -t',
  configFile: '/etc/ssh/sshd_config',
  listHostKeys: 'ls -l /etc/ssh/ssh_host_*_key',
} as const

const linux = {
  ...openssh,
  listenersOn: (port: number) => `sudo ss -ltnp 'sport = :${String(port)}'`,
} as const

/** Debian calls the unit `ssh`; Red Hat, SUSE and Arch call it `sshd`. */
const debian: SystemCommands = {
  ...linux,
  label: 'Debian',
  running: 'systemctl is-active ssh',
  notRunning: say`${'inactive'} or ${'failed'}`,
  start: 'sudo systemctl enable --now ssh',
  reload: 'sudo sshd -t && sudo systemctl reload ssh',
  log: 'sudo journalctl -u ssh -n 20 --no-pager',
  install: 'sudo apt install openssh-server',
  makeHostKeys: 'sudo ssh-keygen -A && sudo systemctl restart ssh',
}

export const serverSystems: Readonly<Record<ServerSystem, SystemCommands>> = {
  debian,
  raspbian: { ...debian, label: 'Raspberry Pi OS' },
  ubuntu: {
    ...debian,
    label: 'Ubuntu',
    // Since 22.10 the socket waits and starts the service: an inactive service alone is no fault there.
    running: 'systemctl is-active ssh.socket ssh.service',
    notRunning: say`no line that says ${'active'}`,
  },
  unknown: {
    ...linux,
    label: 'Linux',
    running: 'systemctl is-active ssh.socket ssh sshd.socket sshd',
    // A Mac greets as plain OpenSSH does, so its words stand beside those of Linux where they decide.
    notRunning: say`no line that says ${'active'}; on a Mac type ${'sudo systemsetup -getremotelogin'}, which says ${'Remote Login: Off'}`,
    start: [
      'sudo systemctl enable --now ssh         # Debian, Ubuntu',
      'sudo systemctl enable --now sshd        # Red Hat, Fedora, SUSE, Arch',
      'sudo systemsetup -setremotelogin on     # macOS; or System Settings, General, Sharing, Remote Login',
    ].join('\n'),
    reload: 'sudo sshd -t && (sudo systemctl reload ssh || sudo systemctl reload sshd)',
    log: 'sudo journalctl -u ssh -u sshd -n 20 --no-pager',
    install: [
      'sudo apt install openssh-server   # Debian, Ubuntu',
      'sudo dnf install openssh-server   # Red Hat, Fedora, Rocky, Alma',
      'sudo zypper install openssh       # SUSE',
      'sudo apk add openssh              # Alpine',
    ].join('\n'),
    makeHostKeys:
      'sudo ssh-keygen -A && (sudo systemctl restart ssh || sudo systemctl restart sshd)',
  },
  freebsd: {
    ...openssh,
    label: 'FreeBSD',
    running: 'service sshd status',
    notRunning: say`${'sshd is not running'}`,
    start: 'sudo sysrc sshd_enable=YES && sudo service sshd start',
    reload: 'sudo sshd -t && sudo service sshd reload',
    log: 'sudo grep sshd /var/log/auth.log | tail -n 20',
    install: 'sudo pkg install openssh-portable',
    makeHostKeys: 'sudo service sshd keygen && sudo service sshd restart',
    listenersOn: (port: number) => `sudo sockstat -l -P tcp -p ${String(port)}`,
  },
  windows: {
    language: 'text',
    label: 'Windows',
    running: 'Get-Service sshd',
    notRunning: say`${'Stopped'}`,
    start: 'Set-Service sshd -StartupType Automatic; Start-Service sshd',
    reload: 'Restart-Service sshd',
    log: 'Get-WinEvent -LogName OpenSSH/Operational -MaxEvents 20',
    installed: "Get-WindowsCapability -Online -Name 'OpenSSH.Server*'",
    notInstalled: say`${'State : NotPresent'}`,
    install: 'Add-WindowsCapability -Online -Name OpenSSH.Server~~~~0.0.1.0',
    testConfig: '& "$env:SystemRoot\\System32\\OpenSSH\\sshd.exe" -t',
    configFile: 'C:\\ProgramData\\ssh\\sshd_config',
    listHostKeys: 'Get-ChildItem C:\\ProgramData\\ssh\\ssh_host_*_key',
    makeHostKeys: 'ssh-keygen -A; Restart-Service sshd',
    listenersOn: (port: number) => `Get-NetTCPConnection -State Listen -LocalPort ${String(port)}`,
  },
  dropbear: {
    language: 'sh',
    label: 'Dropbear',
    running: 'pidof dropbear',
    notRunning: say`nothing`,
    start: '/etc/init.d/dropbear enable; /etc/init.d/dropbear start',
    reload: '/etc/init.d/dropbear restart',
    log: 'logread | grep dropbear | tail -n 20',
    installed: 'command -v dropbear',
    notInstalled: say`nothing`,
    install: 'opkg update && opkg install dropbear',
    testConfig: 'logread | grep dropbear | tail -n 20',
    configFile: '/etc/config/dropbear',
    listHostKeys: 'ls -l /etc/dropbear/dropbear_*_host_key',
    makeHostKeys:
      'dropbearkey -t ed25519 -f /etc/dropbear/dropbear_ed25519_host_key; /etc/init.d/dropbear restart',
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
