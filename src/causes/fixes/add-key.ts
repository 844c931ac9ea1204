import { onServer, inPanel, lines, onComputer, sh } from './build'
import { literal, say, type Words } from '../../text/words'
import type { ServerView } from '../server-cause'
import { asUser } from './as-user'
import { administratorsKeys, authorizedKeys, dropbearRootKeys } from './authorized-keys'
import { providerFix } from './ask-provider'
import { sshTo } from './from-computer'
import {
  printPublicKey,
  publicKeyForPowerShell,
  publicKeyWord,
  wholePublicKey,
} from './public-key-word'
import { inHome } from './quoted'
import type { Fix } from '../finding'
import type { View } from '../view'

/** The public key in a separate block, for a panel and for everybody who is asked to add it. */
export function addKeyInPanel(view: View): Fix {
  const { user, publicKey } = view.server
  const line = publicKey === null ? null : wholePublicKey(view.server)
  const [known] = providerFix(view, 'key')
  const where =
    known?.what ??
    say`Add this public key for the user ${user ?? 'USERNAME'}: in cPanel, Plesk and others under SSH access. Import it, then authorize it.`
  return line === null
    ? inPanel(say`${where} Run this where the private key is.`, sh(printPublicKey))
    : inPanel(
        say`${where} This is the public half of the key in your workflow. It is no secret.`,
        lines(line),
      )
}

/** The same from a computer that can log in by another way, such as the password. */
export function addKeyFromComputer(view: View): Fix {
  const script = `"umask 077; mkdir -p ~/.ssh; printf '\\n%s\\n' ${publicKeyWord(view.server)} >> ~/.ssh/authorized_keys"`
  return onComputer(
    say`Or add it from a computer that can log in, with the password for example.`,
    sh(`${sshTo(view)} ${script}`),
  )
}

/** Adds the offered key to `authorized_keys`. It only adds a line, and creates the folder and the file where they are missing. */
export function addKey(server: ServerView): Fix & { readonly paste: NonNullable<Fix['paste']> } {
  if (server.system === 'windows') return addOnWindows(server)
  const line = publicKeyWord(server)
  // The newline comes first: after a file without a final newline, two keys would be on one line.
  const text =
    server.system === 'dropbear' && (server.user ?? 'root') === 'root'
      ? `printf '\\n%s\\n' ${line} >> ${dropbearRootKeys}`
      : asUser(
          server,
          'umask 077 && mkdir -p ~/.ssh && printf "\\n%s\\n" "$1" >> ~/.ssh/authorized_keys',
          line,
        )
  return onServer(
    say`Add the public key to the user's ${'authorized_keys'}. Only the public key belongs there.${howToPrintKey(server)} ${'Permission denied'} means that the folder or the file belongs to another user: correct its owner first.`,
    sh(text),
  )
}

/** OpenSSH for Windows has one file for all members of Administrators (its sshd_config), and one for each other account. */
function addOnWindows(server: ServerView): ReturnType<typeof addKey> {
  const folder = inHome(server, '/.ssh')
  const line = publicKeyForPowerShell(server)
  return onServer(
    say`Add the public key to the user's ${'authorized_keys'}, in PowerShell. Only the public key belongs there.${howToPrintKey(server)} For a member of Administrators the file is ${administratorsKeys} instead.`,
    lines(
      [
        `New-Item -ItemType Directory -Force -Path ${folder}`,
        `Add-Content -Path ${authorizedKeys(server)} -Value '', ${line}`,
      ].join('\n'),
    ),
  )
}

/** For a paste with a placeholder: how to get the key that belongs there. */
function howToPrintKey({ publicKey }: ServerView): Words {
  return publicKey === null
    ? say` Where the private key is, ${printPublicKey} prints it.`
    : literal('')
}
