import { admin, lines, sh } from './build'
import { literal, say, type Words } from '../../text/words'
import type { Fix } from '../cause'
import type { ServerView } from '../server-cause'
import { asUser } from './as-user'
import { printPublicKey, publicKeyForPowerShell, publicKeyWord } from './public-key-word'
import { inHome } from './quoted'

/** The fix that lets the offered key in: it only adds a line, and makes folder and file where they are missing. */
export function addKey(server: ServerView): Fix & { readonly paste: NonNullable<Fix['paste']> } {
  if (server.system === 'windows') return addOnWindows(server)
  const line = publicKeyWord(server)
  // The empty line first: a file without a last newline would glue two keys together.
  const text =
    server.system === 'dropbear' && (server.user ?? 'root') === 'root'
      ? `printf '\\n%s\\n' ${line} >> /etc/dropbear/authorized_keys`
      : asUser(
          server,
          'umask 077 && mkdir -p ~/.ssh && printf "\\n%s\\n" "$1" >> ~/.ssh/authorized_keys',
          line,
        )
  return admin(
    say`Add the public key to the user's ${'authorized_keys'}. Only the public half goes there.${whereItIs(server)} ${'Permission denied'} means that the folder or the file belongs to another user: correct its owner first.`,
    sh(text),
  )
}

/** Where OpenSSH for Windows looks is told by the account: members of Administrators share one file (its sshd_config). */
function addOnWindows(server: ServerView): ReturnType<typeof addKey> {
  const folder = inHome(server, '/.ssh')
  const file = inHome(server, '/.ssh/authorized_keys')
  const line = publicKeyForPowerShell(server)
  return admin(
    say`Add the public key to the user's ${'authorized_keys'}, in PowerShell. Only the public half goes there.${whereItIs(server)} For a member of Administrators the file is ${'C:\\ProgramData\\ssh\\administrators_authorized_keys'} instead.`,
    lines(
      [
        `New-Item -ItemType Directory -Force -Path ${folder}`,
        `Add-Content -Path ${file} -Value '', ${line}`,
      ].join('\n'),
    ),
  )
}

/** A paste with a stand-in says how to get what belongs there. */
function whereItIs({ publicKey }: ServerView): Words {
  return publicKey === null
    ? say` Where the private key is, ${printPublicKey} prints it.`
    : literal('')
}
