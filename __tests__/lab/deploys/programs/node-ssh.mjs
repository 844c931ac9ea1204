// What the actions of garygrossgarten do with node-ssh: log in with inputs that @actions/core has trimmed, then run `command`
// or upload `local` to `remote`. Source: src/index.ts of both, read in 2026.
import { createRequire } from 'node:module'

// NODE_PATH holds for `require` only.
const { NodeSSH } = createRequire(import.meta.url)('node-ssh')

const input = (name) => (process.env[`INPUT_${name}`] ?? '').trim()

async function main() {
  const ssh = new NodeSSH()
  await ssh.connect({
    host: input('HOST') || 'localhost',
    port: Number(input('PORT') || 22),
    username: input('USERNAME'),
    password: input('PASSWORD'),
    passphrase: input('PASSPHRASE'),
    privateKey: input('PRIVATEKEY') || undefined,
    tryKeyboard: input('TRYKEYBOARD') === 'true',
  })
  if (input('COMMAND')) {
    const { code, stdout, stderr } = await ssh.execCommand(input('COMMAND'))
    console.log(stdout, stderr)
    if (code > 0) throw Error(`Command exited with code ${code}`)
  } else {
    const failed = []
    await ssh.putDirectory(input('LOCAL'), input('REMOTE'), {
      recursive: true,
      tick: (file, _remote, error) => error && failed.push(`${file}: ${error.message}`),
    })
    if (failed.length > 0) throw Error(failed.join('\n'))
  }
  ssh.dispose()
}

main().catch((error) => {
  console.error(`error ${error.message}`)
  process.exit(1)
})
