import { keyFails } from '../remote-findings'
import { say } from '../../text/words'
import { onServer, sh } from '../fixes/build'
import { userOptions } from '../fixes/quoted'
import type { ServerCause } from '../server-cause'

export const keyCommandFails: ServerCause = {
  id: 'server/key-command-fails',
  title: 'The program that lists the keys fails',
  systems: ['ubuntu', 'debian', 'raspbian', 'freebsd', 'unknown'],
  page: {
    means:
      'sshd gets the keys of its users from a program (`AuthorizedKeysCommand`). Directory services, OS Login and EC2 Instance Connect have one. The program ended with an error, does not exist, is not owned by root or can be written by others. sshd then uses none of its keys.',
    detection:
      'To the remote check it looks the same as a key that is not listed. The log of sshd names the program.',
    firstMove: 'Run the program of `AuthorizedKeysCommand` by hand.',
  },
  dependsOn: ['user'],
  looksLike: [...keyFails, 'auth/stalled'],
  ruledOutBy: { area: 'keys', mark: 'ok', text: /^the offered key is in/ },
  candidate(server) {
    return {
      command: userOptions(server, 'authorizedkeyscommand'),
      prints: say`${'authorizedkeyscommand'} with a program (${'none'} is usual). The log of sshd then says ${'AuthorizedKeysCommand … failed'}`,
      fix: onServer(
        say`Run that program as its user (${'AuthorizedKeysCommandUser'}) with the name of this account, and correct the error that it prints. The program and all directories above it must belong to root, and nobody else may be able to write to them. This shows who owns them.`,
        sh(
          `p=$(sudo sshd -T | awk '$1 == "authorizedkeyscommand" { print $2 }')\nwhile [ "\${p#/}" != "$p" ]; do sudo ls -ld "$p"; p=\${p%/*}; done; ls -ld /`,
        ),
      ),
    }
  },
}
