import { secretStores } from '../../knowledge/secret-stores'
import { literal, say } from '../../text/words'
import type { View } from '../view'
import { inWorkflow, sh, yaml } from './build'
import { quoted, quotedPath } from './quoted'
import { secretName, setSecretFrom } from './set-secret'
import type { Fix, Paste } from '../finding'

/** Puts the right private key in the place of a wrong or corrupt one. */
export function replaceKey(view: View<'key'>): readonly Fix[] {
  const { path, type } = view.key
  if (path !== null) {
    return [
      inWorkflow(
        say`Write the private key to this file again, byte for byte, and test it there.`,
        sh(`ssh-keygen -y -f ${quotedPath(path)} > /dev/null && echo 'the key is readable'`),
      ),
    ]
  }
  const name = secretName(view, 'key')
  const file = usualFile(type)
  if (view.runner.platform !== 'github') {
    return [
      inWorkflow(
        say`Set the secret ${name} again (${literal(secretStores[view.runner.platform].place)}) from the whole private key file: every line, including the first and the last one, and a newline at the end.`,
        sh(`cat ${file}`),
      ),
    ]
  }
  return [
    inWorkflow(
      say`Set the secret again from the private key file, on the machine that has it. ${'awk'} keeps the newline at the end, which ${'gh secret set NAME < FILE'} cuts off.`,
      sh(setSecretFrom(view, name, file)),
    ),
    inWorkflow(
      say`Or in the browser: Settings → Secrets and variables → Actions → ${name}. Paste the file as it is, from the first dash to the last, and press Enter once at the end. No quotes, no indentation, no encoding.`,
    ),
  ]
}

/** The name that ssh-keygen gives the private key file of this type. */
function usualFile(type: string | null): string {
  if (type === 'ssh-rsa') return '~/.ssh/id_rsa'
  return type?.startsWith('ecdsa-') ? '~/.ssh/id_ecdsa' : '~/.ssh/id_ed25519'
}

/** For a key that is lost or unfit: makes a new one, and stores both of its keys where they belong. */
export function newKey(view: View): Fix {
  const { user, host, port } = view.input
  const login = quoted(`${user ?? 'USER'}@${host ?? 'HOST'}`)
  const commands = [
    `ssh-keygen -t ed25519 -N '' -C deploy -f ./deploy_key`,
    `ssh-copy-id ${port === 22 ? '' : `-p ${port} `}-i ./deploy_key.pub ${login}`,
  ]
  if (view.runner.platform === 'terminal') {
    return inWorkflow(
      say`Make a new key, put its public key on the server, and use its private key.`,
      sh(commands.join(' &&\n')),
    )
  }
  const store =
    view.runner.platform === 'github'
      ? setSecretFrom(view, secretName(view, 'key'), './deploy_key')
      : 'cat ./deploy_key'
  return inWorkflow(
    say`Make a new key for the deploy, put its public key on the server and its private key into the secret.`,
    sh([...commands, store].join(' &&\n')),
  )
}

/**
 * A step that writes the key to a file for the deploy.
 *
 * @param command prints the key, which it has as `$KEY`
 */
export function keyFileStep(view: View, command: string): Paste {
  return yaml(
    [
      '- run: |',
      '    umask 077',
      `    ${command} > "$RUNNER_TEMP/deploy_key"`,
      '  env:',
      `    KEY: \${{ secrets.${secretName(view, 'key')} }}`,
    ].join('\n'),
  )
}
