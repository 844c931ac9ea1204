import { say } from '../../words'
import type { Fix } from '../cause'
import type { ServerView } from './candidate'
import { inHome, quoted, userWord } from './shell-words'

/** The fix that lets the offered key in: it only adds a line, and makes folder and file where they are missing. */
export function addKey(view: ServerView): Fix & { readonly paste: NonNullable<Fix['paste']> } {
  const line = quoted(view.publicKey ?? 'ssh-ed25519 AAAA… deploy')
  // The empty line first: a file without a last line end would glue two keys together.
  const append = `printf '\\n%s\\n' ${line}`
  const folder = inHome(view, '/.ssh')
  const file = inHome(view, '/.ssh/authorized_keys')
  const text =
    view.system === 'dropbear' && (view.user ?? 'root') === 'root'
      ? `${append} >> /etc/dropbear/authorized_keys`
      : [
          `sudo install -d -m 700 -o ${userWord(view)} ${folder}`,
          `${append} | sudo tee -a ${file}`,
          `sudo chown ${userWord(view)}: ${file} && sudo chmod 600 ${file}`,
        ].join('\n')
  return {
    who: 'server admin',
    what: say`Add the public key to the user's ${'authorized_keys'}. Only the public half goes there.`,
    paste: { language: 'sh', text },
  }
}
