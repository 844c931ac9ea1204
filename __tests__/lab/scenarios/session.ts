import { type Scenario, openssh, openssh10 } from '../scenario'

/** Logins that work, and sessions that do not. The login spared the failed login. */
export const sessionScenarios: readonly Scenario[] = [
  {
    name: 'the login shell is nologin',
    cause: 'session/no-shell',
    failedLogins: 0,
    inServer: 'usermod --shell /usr/sbin/nologin deploy',
  },
  {
    name: 'the login shell is /bin/false',
    cause: 'session/no-shell',
    failedLogins: 0,
    inServer: 'usermod --shell /bin/false deploy',
  },
  {
    name: 'the account is for SFTP only, in a chroot',
    cause: 'session/sftp-only',
    result: 'warn',
    failedLogins: 0,
    server: openssh(...sftpOnly()),
    inServer: chrooted(),
  },
  {
    name: 'the account is for SFTP only, in a chroot (10.0)',
    cause: 'session/sftp-only',
    result: 'warn',
    failedLogins: 0,
    server: openssh10(...sftpOnly()),
    inServer: chrooted(),
  },
  {
    name: '.bashrc prints a line in sessions without a terminal',
    cause: 'session/noisy-shell',
    result: 'warn',
    failedLogins: 0,
    inServer: firstInBashrc('echo Welcome back'),
  },
  {
    name: '.bashrc prints a workflow command and a terminal escape',
    cause: 'session/noisy-shell',
    result: 'warn',
    failedLogins: 0,
    inServer: firstInBashrc("printf '::error title=Pwned::by the server\\n\\033]0;title\\007'"),
  },
  {
    name: 'the server has no SFTP subsystem',
    cause: 'session/sftp-missing',
    result: 'warn',
    failedLogins: 0,
    inServer: noSubsystem(),
  },
  {
    name: 'the server has no SFTP subsystem, and sftp is required',
    cause: 'session/sftp-missing',
    failedLogins: 0,
    inServer: noSubsystem(),
    inputs: () => ({ sftp: 'required' }),
  },
  {
    name: 'the path of sftp-server is wrong, and sftp is required',
    cause: 'session/sftp-missing',
    failedLogins: 0,
    inServer:
      "sed -i 's#^Subsystem.*#Subsystem sftp /usr/lib/ssh/sftp-server#' /etc/ssh/sshd_config",
    inputs: () => ({ sftp: 'required' }),
  },
  {
    name: 'the server opens no session (MaxSessions 0)',
    cause: 'session/channel-refused',
    failedLogins: 0,
    server: openssh('MaxSessions 0'),
  },
  {
    name: 'the folder of the chroot is not only root’s',
    cause: 'session/chroot-broken',
    failedLogins: 0,
    server: openssh('Match User deploy', 'ChrootDirectory /home/deploy'),
  },
  {
    name: 'PAM opens no session for the account',
    cause: 'session/chroot-broken',
    failedLogins: 0,
    inServer: "echo 'session required pam_deny.so' >> /etc/pam.d/sshd",
  },
  {
    name: 'the account may start no process (nproc)',
    cause: 'session/exec-refused',
    failedLogins: 0,
    inServer: "echo 'deploy hard nproc 1' >> /etc/security/limits.conf",
  },
  {
    name: 'the key has its own command in authorized_keys',
    cause: 'session/forced-command',
    result: 'warn',
    failedLogins: 0,
    inServer: `sed -i 's#^#command="/bin/date" #' /home/deploy/.ssh/authorized_keys`,
  },
  {
    name: '.bashrc never ends',
    cause: 'session/stalled',
    failedLogins: 0,
    inServer: firstInBashrc('sleep 100'),
  },
  {
    name: 'a PAM module takes 6 s to open each session',
    cause: 'session/slow-login',
    result: 'warn',
    failedLogins: 0,
    inServer: pamSleeps('session', 6),
    inputs: () => ({ timeout: '25s' }),
    says: ['to run a command that does nothing'],
  },
  {
    name: 'a PAM module takes 6 s for each login',
    cause: 'session/slow-login',
    result: 'warn',
    failedLogins: 0,
    inServer: pamSleeps('account', 6),
    inputs: () => ({ timeout: '25s' }),
    says: ['to accept it'],
  },
  {
    name: 'each login takes 3 s, which is slow and no fault',
    cause: 'pass',
    inServer: pamSleeps('account', 3),
    inputs: () => ({ timeout: '15s' }),
  },
]

function sftpOnly(): string[] {
  return ['Match User deploy', 'ChrootDirectory /srv/files', 'ForceCommand internal-sftp']
}

/** sshd wants every folder of a chroot to be root's alone. */
function chrooted(): string {
  return 'install -d -m 755 /srv/files && install -d -o deploy /srv/files/upload'
}

/** Before Debian's own first lines, which leave when there is no terminal. */
export function firstInBashrc(line: string): string {
  return `{ cat <<'END'
${line}
END
      cat /home/deploy/.bashrc; } > /tmp/rc
    cat /tmp/rc > /home/deploy/.bashrc`
}

function noSubsystem(): string {
  return "sed -i '/^Subsystem/d' /etc/ssh/sshd_config"
}

function pamSleeps(kind: 'account' | 'session', seconds: number): string {
  return `echo '${kind} required pam_exec.so /bin/sleep ${seconds}' >> /etc/pam.d/sshd`
}
