/** Where an SSH server looks for the keys of a user, as words of a command. */
import type { ServerView } from '../server-cause'
import { inHome } from './quoted'

export function authorizedKeys(server: ServerView): string {
  return inHome(server, '/.ssh/authorized_keys')
}

/** Prints the lines of `authorized_keys` that match an extended regular expression. */
export function searchKeys(server: ServerView, pattern: string): string {
  const file = authorizedKeys(server)
  switch (server.system) {
    case 'windows':
      return `Select-String -Path ${file}, ${administratorsKeys} -Pattern '${pattern}'`
    case 'dropbear':
      return `grep -nE '${pattern}' ${dropbearRootKeys} ${file}`
    case 'ubuntu':
    case 'debian':
    case 'raspbian':
    case 'freebsd':
    case 'unknown':
      return `sudo grep -nE '${pattern}' ${file}`
  }
}

/** The one file of all members of Administrators (sshd_config of OpenSSH for Windows). */
export const administratorsKeys = 'C:\\ProgramData\\ssh\\administrators_authorized_keys'

/** The file of root, where dropbear runs on OpenWrt. */
export const dropbearRootKeys = '/etc/dropbear/authorized_keys'
