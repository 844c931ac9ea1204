import { type KeyFacts } from '../../facts'
import { ours, oursOrNull, type Raw } from '../../facts/unredacted'
import type { Credentials } from '../../inputs/login'
import { readKeyFile } from '../../private-key/key-file'
import { publicKeyBreaks } from '../../private-key/public-key-breaks'
import { readKeyOnce } from '../../private-key/read-once'
import { keySecrets } from '../../private-key/secrets'
import { makeSigner } from '../../private-key/signer'
import { agentSigners } from '../../ssh/agent'
import { fingerprintOf } from '../../ssh/host-key'
import type { Signer } from '../../ssh/session'
import { type Fact, notChecked } from '../../facts/fact'

/**
 * Reads the private key, before any packet is sent: the file of `key_path`, else the text of `key`. With both, appleboy/ssh-action
 * (easyssh-proxy) takes the file too, and the text where the file cannot be read. Not checked when neither is given. There is no
 * signer when no key came of it; the facts say why.
 */
export async function readKey(
  credentials: Credentials,
): Promise<{ fact: Raw<Fact<KeyFacts>>; signers: readonly Signer[] }> {
  const started = Date.now()
  const { key, keyPath } = credentials
  const observed = (value: KeyFacts, signer: Signer | null) => ({
    fact: { state: 'observed' as const, value: rawFacts(value), ms: Date.now() - started },
    signers: signer ? [signer] : [],
  })
  const isGiven = key !== null && key !== ''
  const ofText = (text: string) => {
    const { facts, signer } = judge(text, credentials)
    return observed({ ...facts, from: 'key', path: null, fileError: null }, signer)
  }
  if (keyPath === null || keyPath === '')
    return isGiven ? ofText(key) : { fact: notChecked('not-needed'), signers: [] }
  const file = await readKeyFile(keyPath)
  if (file.error !== null && isGiven) return ofText(key)
  const { facts, signer } = judge(file.text, credentials)
  const where = { from: 'key_path', path: keyPath, fileError: file.error } as const
  return file.error === null
    ? observed({ ...facts, ...where }, signer)
    : observed({ ...facts, ...where, form: 'unreadable-file' }, null)
}

/** Keys of the agent behind this socket, in its order. Not checked when it has none, or when none answers. */
export async function askAgent(socket: string): ReturnType<typeof readKey> {
  const started = Date.now()
  const signers = (await agentSigners(socket)).slice(0, mostKeys)
  const [first] = signers
  if (!first) return { fact: notChecked('not-needed'), signers }
  const agentKeys = signers.map(({ type, publicKey }) => ({
    type,
    fingerprint: fingerprintOf(publicKey),
  }))
  const { type = null, fingerprint = null } = agentKeys.length === 1 ? (agentKeys[0] ?? {}) : {}
  const none = { bits: null, publicKey: null, publicKeyBreaks: [], publicKeyMatches: null }
  const text = {
    form: 'openssh',
    corruption: [],
    passphrase: 'not-needed',
    lines: 0,
    bytes: 0,
  } as const
  const readBy = { openssh: null, go: null, ssh2: null }
  const value: KeyFacts = {
    ...{ from: 'key', path: null, fileError: null, unsupported: null, usable: true },
    ...text,
    ...none,
    ...{ type, fingerprint, agentKeys, readBy },
  }
  return {
    fact: { state: 'observed', value: rawFacts(value), ms: Date.now() - started },
    signers,
  }
}

/** Keys of an agent that are looked at. */
const mostKeys = 20

function rawFacts(facts: KeyFacts): Raw<KeyFacts> {
  const { agentKeys, ...others } = facts
  return {
    ...others,
    path: oursOrNull(facts.path),
    ...(agentKeys && {
      agentKeys: agentKeys.map(({ type, fingerprint }) => ({
        type: ours(type),
        fingerprint: ours(fingerprint),
      })),
    }),
    type: oursOrNull(facts.type),
    fingerprint: oursOrNull(facts.fingerprint),
    publicKey: oursOrNull(facts.publicKey),
    unsupported: oursOrNull(facts.unsupported),
    fileError: oursOrNull(facts.fileError),
  }
}

function judge(text: string, { passphrase: given, password }: Credentials) {
  const passphrase = given === '' ? null : given
  const { facts, key } = readKeyOnce(text, passphrase)
  const signer = key && makeSigner(key)
  const { publicKey } = facts
  const others = [passphrase, password].filter((each) => each !== null)
  const breaks =
    publicKey === null
      ? []
      : publicKeyBreaks(publicKey, [text, ...keySecrets(text, passphrase).lines, ...others])
  return {
    facts: {
      ...facts,
      usable: signer !== null,
      publicKey: breaks === null ? null : publicKey,
      publicKeyBreaks: breaks ?? [],
    },
    signer,
  }
}
