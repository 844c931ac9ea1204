import { author, sh } from './build'
import type { View } from '../view'
import { type Facts, type KeyFacts } from '../../facts'
import { say, type Words } from '../../text/words'
import type { Fix } from '../cause'
import { secretName, setSecretFrom } from './set-secret'
import { quoted } from './quoted'

/** A path as a word of a shell command; a leading `~/` stays outside of quotes, to be expanded. */
export function pathWord(path: string): string {
  return path.startsWith('~/') ? `~/${quoted(path.slice(2))}` : quoted(path)
}

/** What the private key file of this type is called where ssh-keygen made it. */
function usualFile(type: string | null): string {
  if (type === 'ssh-rsa') return '~/.ssh/id_rsa'
  return type?.startsWith('ecdsa-') ? '~/.ssh/id_ecdsa' : '~/.ssh/id_ed25519'
}

/** Puts the right private key where the wrong or damaged one is. */
export function replaceKey(view: View, key: KeyFacts, what?: Words): Fix {
  if (key.path !== null && key.from === 'key_path') {
    return author(
      what ?? say`Write the private key to this file again, byte for byte, and test it there.`,
      sh(`ssh-keygen -y -f ${pathWord(key.path)} > /dev/null && echo 'the key is readable'`),
    )
  }
  const name = secretName(view, 'key', 'SSH_KEY')
  const file = usualFile(key.type)
  if (view.runner.platform !== 'github') {
    return author(
      what ??
        say`Set the secret ${name} again from the whole private key file: every line, the first and the last one included, and a line break at the end.`,
      sh(`cat ${file}`),
    )
  }
  return author(
    what ??
      say`Set the secret again from the private key file, on the machine that has it. ${'awk'} keeps the newline at the end, which ${'gh secret set NAME < FILE'} cuts off.`,
    sh(setSecretFrom(view, name, file)),
  )
}

/** For who has no command line at hand. */
export function pasteByHand(view: View): Fix[] {
  if (view.runner.platform !== 'github' || view.key?.from === 'key_path') return []
  const name = secretName(view, 'key', 'SSH_KEY')
  return [
    author(
      say`Or in the browser: Settings → Secrets and variables → Actions → ${name}. Paste the file as it is, from the first dash to the last, and press Enter once at the end. No quotes, no indentation, no encoding.`,
    ),
  ]
}

/** For a key that is lost or unfit: a new one, and where its halves go. */
export function newKey(view: View): Fix {
  const name = secretName(view, 'key', 'SSH_KEY')
  const user = view.input.user ?? 'USER'
  const host = view.input.host ?? 'HOST'
  const login = quoted(`${user}@${host}`)
  const port = view.input.port === 22 ? '' : `-p ${view.input.port} `
  const stores: Readonly<Partial<Record<Facts['runner']['platform'], readonly string[]>>> = {
    github: [setSecretFrom(view, name, './deploy_key')],
    terminal: [],
  }
  const store = stores[view.runner.platform] ?? ['cat ./deploy_key']
  return author(
    store.length === 0
      ? say`Make a new key, put its public half on the server, and use its private half.`
      : say`Make a new key for the deploy, put its public half on the server and its private half into the secret.`,
    sh(
      [
        `ssh-keygen -t ed25519 -N '' -C deploy -f ./deploy_key`,
        `ssh-copy-id ${port}-i ./deploy_key.pub ${login}`,
        ...store,
      ].join(' &&\n'),
    ),
  )
}
