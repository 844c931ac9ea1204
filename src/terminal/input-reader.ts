import { existsSync } from 'node:fs'
import { ownAccountName } from '../action/runner'
import { expandHome } from '../private-key/home-path'
import type { ReadInput } from '../facts/input-names'
import type { Command } from './arguments'
import { systemSays, textLimit, UsageError } from './usage-error'
import { readBoundedFile } from '../inputs/bounded-file'

type CheckCommand = Extract<Command, { kind: 'check' }>

/** Values of the command line under the names of inputs, with what a terminal knows in addition. */
export function inputReader(command: CheckCommand): ReadInput {
  const password = variable(command.passwordEnv)
  const keyPath = command.inputs.key_path ?? ''
  const values: Readonly<Record<string, string>> = {
    ...command.inputs,
    username:
      command.inputs.username === ''
        ? ownName(command.inputs.host?.split('\n') ?? [])
        : (command.inputs.username ?? ''),
    key_path: keyPath === '' && password === '' ? defaultKey() : keyPath,
    password,
    passphrase: variable(command.passphraseEnv),
    ...jumpInputs(command),
    ...adminInputs(command),
    known_hosts: command.knownHostsFile === null ? '' : knownHosts(command.knownHostsFile),
  }
  return (name: string) => values[name] ?? ''
}

/** As with `ssh -J`: the jump host gets the same key, and our login name if it names none. */
function jumpInputs({ inputs, passphraseEnv }: CheckCommand) {
  const { proxy_host: host = '', key_path: keyPath = '' } = inputs
  if (host === '') return {}
  return {
    proxy_username: ownName([host]),
    proxy_key_path: keyPath === '' ? defaultKey() : keyPath,
    proxy_passphrase: variable(passphraseEnv),
  }
}

/** Another account gets the same key too, unless it has a separate credential. */
function adminInputs({ inputs, passphraseEnv, adminPasswordEnv }: CheckCommand) {
  const { admin_username: user = '', admin_key_path: own = '', key_path: keyPath = '' } = inputs
  if (user === '') return {}
  const password = variable(adminPasswordEnv)
  const shared = keyPath === '' ? defaultKey() : keyPath
  return {
    admin_password: password,
    admin_key_path: own === '' && password === '' ? shared : own,
    admin_passphrase: variable(passphraseEnv),
  }
}

/** As with ssh: our login name for hosts that name none. */
function ownName(hosts: readonly string[]): string {
  return hosts.every((host) => host.includes('@')) ? '' : (ownAccountName() ?? '')
}

function variable(name: string | null): string {
  if (name === null) return ''
  const value = process.env[name]
  if (value === undefined) throw new UsageError(`The environment variable ${name} is not set`)
  return value
}

/** As ssh reads it, which takes every file for UTF-8. */
const knownHosts = (path: string) =>
  systemSays(() => readBoundedFile(path, textLimit).toString('utf8'))

function defaultKey(): string {
  const paths = ['id_ed25519', 'id_ecdsa', 'id_rsa'].map((name) => expandHome(`~/.ssh/${name}`))
  return paths.find((path) => existsSync(path)) ?? ''
}
