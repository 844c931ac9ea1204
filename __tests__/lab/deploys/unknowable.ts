import { titleOf } from './set-ups'
import type { Verdict } from './verdict'

/** Set-ups on which the check and the deploy differ, by title, and why nobody who only looks can know it. */
const reasons: Readonly<Record<string, string>> = {
  'shell and programs: appleboy/ssh-action: git wants to ask for a password':
    'Whether the server can reach a third host, and what that host answers, is known only to a clone.',
  'algorithms and login: ssh2-sftp-client: only 3des-cbc':
    'Which library a program of the repository uses, and with which algorithms, is in the code of that program.',
  'network: ssh: the way drops packets with a DSCP mark':
    'OpenSSH marks its packets after the login (IPQoS). Node cannot mark those of the check, so they arrive.',
  'network: appleboy/ssh-action: the deploy goes to another host, where nothing listens':
    'The check connects to the host in its inputs and to no other.',
}

export const whyUnknowable = ({ setUp }: Verdict): string => reasons[titleOf(setUp)] ?? ''

export const isUnknowable = (verdict: Verdict): boolean => whyUnknowable(verdict) !== ''
