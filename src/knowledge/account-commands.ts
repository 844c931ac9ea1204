import type { ServerSystem } from './server-systems'

/** How one system shows and changes what keeps an account out. The user is one word of a shell command already. */
export interface AccountCommands {
  readonly showDates: (user: string) => string
  /** Fix: the account never expires; its password stays. */
  readonly removeEndDate: (user: string) => string
  /** Fix: a password that is too old no longer closes the account; null where a system has no such days of grace. */
  readonly endGrace: ((user: string) => string) | null
  /** Fix: the password counts as set today and never ages; the password itself stays. */
  readonly keepPassword: (user: string) => string
  /** Fix: a login shell that is on every such system. On Windows, DefaultShell is that of all accounts. */
  readonly setShell: (user: string) => string
}

/** shadow(5): chage writes the dates only. */
const linux: AccountCommands = {
  showDates: (user) => `sudo chage -l ${user}`,
  removeEndDate: (user) => `sudo chage -E -1 ${user}`,
  endGrace: (user) => `sudo chage -I -1 ${user}`,
  keepPassword: (user) => `sudo chage -M -1 -d "$(date +%F)" ${user}`,
  setShell: (user) => `sudo chsh -s /bin/sh ${user}`,
}

/** pw(8): -e is the end date of the account, -p the one of the password; 0 takes either away. */
const freebsd: AccountCommands = {
  showDates: (user) => `sudo pw usershow -n ${user}`,
  removeEndDate: (user) => `sudo pw usermod -n ${user} -e 0`,
  endGrace: null,
  keepPassword: (user) => `sudo pw usermod -n ${user} -p 0`,
  setShell: (user) => `sudo pw usermod -n ${user} -s /bin/sh`,
}

const windows: AccountCommands = {
  showDates: (user) =>
    `Get-LocalUser ${user} | Format-List Enabled, AccountExpires, PasswordExpires`,
  removeEndDate: (user) => `Set-LocalUser -Name ${user} -AccountNeverExpires`,
  endGrace: null,
  keepPassword: (user) => `Set-LocalUser -Name ${user} -PasswordNeverExpires $true`,
  setShell: () =>
    'New-ItemProperty -Path HKLM:\\SOFTWARE\\OpenSSH -Name DefaultShell -Value C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe -PropertyType String -Force',
}

/** The commands of a system; those of Linux for every one that is not another kind of system. */
export function accountCommands(system: ServerSystem): AccountCommands {
  if (system === 'freebsd') return freebsd
  return system === 'windows' ? windows : linux
}
