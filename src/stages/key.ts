import { readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type Fact, type KeyFacts, notChecked } from '../facts'
import type { Credentials } from '../inputs'
import { largestKey, readPrivateKey } from '../private-key/read-private-key'
import { makeSigner, type Signer } from '../private-key/signer'
import { decodeText } from '../private-key/wrappings'

/**
 * Reads the private key, before any packet is sent: the file of `key_path`, else the text of `key`; with both,
 * appleboy/ssh-action (easyssh-proxy) takes the file too. Not checked when neither is given. The signer is null when no
 * key came of it; the facts say why.
 */
export async function readKey(
  credentials: Credentials,
): Promise<{ fact: Fact<KeyFacts>; signer: Signer | null }> {
  const started = Date.now()
  const { key, keyPath, passphrase } = credentials
  const observed = (value: KeyFacts, signer: Signer | null) => ({
    fact: { state: 'observed' as const, value, ms: Date.now() - started },
    signer,
  })
  if (keyPath === null || keyPath === '') {
    if (key === null || key === '') return { fact: notChecked('not-needed'), signer: null }
    const { facts, signer } = judge(key, passphrase)
    return observed({ ...facts, from: 'key', path: null, fileError: null }, signer)
  }
  const file = await readKeyFile(keyPath)
  const { facts, signer } = judge(file.text, passphrase)
  const where = { from: 'key_path', path: keyPath, fileError: file.error } as const
  return file.error === null
    ? observed({ ...facts, ...where }, signer)
    : observed({ ...facts, ...where, form: 'unreadable-file' }, null)
}

function judge(text: string, passphrase: string | null) {
  const { facts, components } = readPrivateKey(text, passphrase === '' ? null : passphrase)
  const signer = components && makeSigner(components)
  return { facts: { ...facts, usable: signer !== null }, signer }
}

/** The text of a key file, or the code of the reason why there is none. Pipes and devices are not waited for. */
async function readKeyFile(given: string): Promise<{ text: string; error: string | null }> {
  try {
    const path = expandHome(given)
    const found = await stat(path)
    if (found.isDirectory()) return { text: '', error: 'EISDIR' }
    if (!found.isFile()) return { text: '', error: 'not-a-file' }
    if (found.size > largestKey) return { text: '', error: 'EFBIG' }
    return { text: decodeText(await readFile(path)), error: null }
  } catch (error) {
    return { text: '', error: codeOf(error) }
  }
}

/** `~` alone is expanded, as a shell would have done before the action saw the path. */
function expandHome(path: string): string {
  return /^~(?=$|[/\\])/.test(path) ? join(homedir(), path.slice(1)) : path
}

function codeOf(error: unknown): string {
  const isCoded = typeof error === 'object' && error !== null && 'code' in error
  return isCoded ? String(error.code) : 'unknown'
}
