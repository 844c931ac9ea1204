/** Where an SSH server looks for the keys of a user, as words of a command. */
import type { ServerView } from '../server-cause'
import { inHome } from './quoted'

export function authorizedKeys(server: ServerView): string {
  return inHome(server, '/.ssh/authorized_keys')
}

/** The one file of all members of Administrators (sshd_config of OpenSSH for Windows). */
export const administratorsKeys = 'C:\\ProgramData\\ssh\\administrators_authorized_keys'

/** The file of root, where dropbear runs on OpenWrt. */
export const dropbearRootKeys = '/etc/dropbear/authorized_keys'
