/** What a stage saw, in a few words: the middle of its log line and its entry under "What was observed". */
import type {
  AuthenticationFacts,
  DnsFacts,
  Facts,
  ForwardingFacts,
  HostKeyFacts,
  IdentificationFacts,
  HopFacts,
  KeyExchangeFacts,
  KeyFacts,
  SessionFacts,
  PortProbe,
  TcpFacts,
  TcpOutcome,
} from '../facts'
import type { HopStage } from '../facts/stages'
import { list, literal, say, type Words } from '../text/words'
import { deploy } from './seen-deploy'
import { type Fact, type NotCheckedReason, seen } from '../facts/fact'

/** A short phrase, without a full stop; the error for a check that failed; why not, for one not made. */
export function seenAt(facts: Facts, { hop, stage }: HopStage): Words {
  const of = facts.hops[hop] ?? facts.hops.target
  const isForwarded = hop === 'target' && facts.hops.jump !== null
  switch (stage) {
    case 'input':
      return inputs(of)
    case 'key':
      return phrase(of.key, key)
    case 'dns':
      return phrase(of.dns, dns)
    case 'tcp':
      return phrase(of.tcp, isForwarded ? () => literal('through the jump host') : tcp)
    case 'banner':
      return phrase(of.banner, identification)
    case 'kex':
      return phrase(of.kex, keyExchange)
    case 'hostkey':
      return phrase(of.hostkey, hostKey)
    case 'auth':
      return phrase(of.auth, authentication)
    case 'proxy':
      return phrase(of.proxy, forwarding)
    case 'session':
      return phrase(of.session, session)
    case 'deploy':
      return of.deploy.state === 'not-checked' && hasLaterSteps(facts)
        ? literal('the later steps of the workflow')
        : phrase(of.deploy, deploy)
  }
}

/** Nothing was asked of the server, but what deploys there was read in the workflow file. */
function hasLaterSteps({ workflow }: Facts): boolean {
  return workflow.state === 'observed' && (workflow.value.deploySteps?.length ?? 0) > 0
}

const whyNot: Readonly<Record<NotCheckedReason, string>> = {
  stopped: 'not checked',
  'not-needed': 'not needed',
  'switched-off': 'switched off',
  'out-of-time': 'not checked: out of time',
  'out-of-memory': 'not checked: the server sent too much',
  cancelled: 'not checked: cancelled',
  unavailable: 'not checked: the server gives no way to look',
}

function phrase<T>(fact: Fact<T>, describe: (value: T) => Words): Words {
  if (fact.state === 'observed') return describe(fact.value)
  if (fact.state === 'not-checked') return literal(whyNot[fact.why])
  return say`the check itself failed: ${fact.error.message}`
}

function inputs({ input, key: keyFact }: HopFacts): Words {
  // The keys of an agent are in place of a credential.
  const hasAgent = seen(keyFact)?.agentKeys !== undefined
  const problems = hasAgent ? 0 : input.problems.length
  if (problems > 0) return literal(problems === 1 ? '1 problem' : `${String(problems)} problems`)
  return list(input.given.map((name) => literal(name)))
}

function key(facts: KeyFacts): Words {
  if (facts.fileError !== null) return say`the file cannot be read: ${facts.fileError}`
  const corruption = facts.corruption.map((each) => each.replaceAll('-', ' ')).join(', ')
  const inAgent = facts.agentKeys?.length ?? 0
  if (inAgent > 0)
    return say`${inAgent} ${literal(inAgent === 1 ? 'key' : 'keys')} of the SSH agent`
  if (facts.type === null) {
    return literal(
      corruption === '' ? `no private key: ${facts.form.replaceAll('-', ' ')}` : corruption,
    )
  }
  const what = keyType(facts.type, facts.bits)
  const notes = [
    corruption,
    facts.unsupported === null ? '' : 'not supported',
    facts.publicKeyMatches === false ? 'its halves do not belong together' : '',
    facts.passphrase === 'missing' || facts.passphrase === 'wrong'
      ? `passphrase ${facts.passphrase}`
      : '',
  ].filter((note) => note !== '')
  return say`${what}, ${literal(notes.length === 0 ? 'readable' : notes.join(', '))}`
}

const keyTypes: ReadonlyMap<string, string> = new Map([
  ['ssh-ed25519', 'ED25519'],
  ['ssh-rsa', 'RSA'],
  ['ssh-dss', 'DSA'],
  ['ecdsa-sha2-nistp256', 'ECDSA 256'],
  ['ecdsa-sha2-nistp384', 'ECDSA 384'],
  ['ecdsa-sha2-nistp521', 'ECDSA 521'],
])

/** The name that ssh-keygen shows, with the size where it is not in the name; an unknown type as it is. */
export function keyType(type: string, bits: number | null = null): Words {
  const name = keyTypes.get(type)
  if (name === undefined) return say`${type}`
  return literal(name === 'RSA' && bits !== null ? `RSA ${String(bits)}` : name)
}

function dns(facts: DnsFacts): Words {
  if (facts.error !== null) return say`no address: ${facts.error.code}`
  if (facts.literal) return say`an address already`
  const addresses = facts.addresses.map(({ address }) => say`${address}`)
  const shown = addresses.slice(0, 3)
  const rest = addresses.length - shown.length
  return say`${addresses.length} ${literal(addresses.length === 1 ? 'address' : 'addresses')}: ${list(shown)}${literal(rest > 0 ? ` and ${String(rest)} more` : '')}`
}

/** How the outcome of one connect reads; `by` tells a reset from a firewall's message where the kernel could say. */
export function outcome(of: { readonly outcome: TcpOutcome; readonly by: 'rst' | 'icmp' | null }) {
  const words: Readonly<Record<TcpOutcome, string>> = {
    connected: 'open',
    refused: 'refused',
    silent: 'no answer',
    unreachable: 'host unreachable',
    prohibited: 'rejected by a firewall',
    'no-route': 'no way there from here',
    reset: 'reset',
    abandoned: 'given up',
    'local-error': 'error on this machine',
  }
  const by = { rst: ' (RST)', icmp: ' (ICMP, a firewall)' }
  return words[of.outcome] + (of.by === null ? '' : by[of.by])
}

function tcp(facts: TcpFacts): Words {
  if (facts.connected !== null) return say`connected to ${facts.connected}`
  const outcomes = [...new Set(facts.attempts.map(outcome))]
  return literal(outcomes.length === 0 ? 'no attempt' : outcomes.join(', '))
}

/** What another port of the host said: `2222 SSH (OpenSSH_9.6p1)`, `443 open`. */
export function portProbe(probe: PortProbe): Words {
  if (probe.identification !== null) {
    return say`${probe.port} SSH (${probe.identification.replace(/^SSH-[\d.]+-/, '')})`
  }
  const role = probe.role === 'control' ? ' (nobody uses it)' : ''
  return literal(`${String(probe.port)} ${outcome(probe)}${role}`)
}

function identification(facts: IdentificationFacts): Words {
  if (facts.software !== null) {
    return say`${facts.software}${facts.comments === null ? '' : ` ${facts.comments}`}`
  }
  if (facts.line !== null) return say`${facts.line}`
  const said = facts.textBefore === '' ? literal('') : say`, after ${facts.textBefore}`
  switch (facts.outcome) {
    case 'ssh-2':
    case 'ssh-1':
      return literal('SSH')
    case 'other':
      return say`not SSH${facts.textBefore === '' ? literal('') : say`: ${facts.textBefore}`}`
    case 'trickling':
      return literal(`${String(facts.bytes)} bytes, and no newline`)
    case 'silent':
      return literal('not one byte')
    case 'closed':
      return say`closed before a banner${said}`
    case 'reset':
      return say`reset before a banner${said}`
  }
}

function keyExchange(facts: KeyExchangeFacts): Words {
  if (facts.agreed !== null) return say`${facts.agreed.kex}, ${facts.agreed.cipher}`
  if (facts.disconnect !== null)
    return say`the server closed the connection: ${facts.disconnect.text}`
  const words = {
    agreed: 'agreed',
    'no-common-algorithm': `nothing in common (${facts.missing ?? 'unknown list'})`,
    closed: 'closed',
    reset: 'reset',
    disconnected: 'the server closed the connection',
    malformed: 'not SSH',
    stalled: 'no answer',
  }
  return literal(words[facts.outcome])
}

function hostKey(facts: HostKeyFacts): Words {
  const pin = {
    match: 'as pinned',
    mismatch: 'not the pinned key',
    'other-type': 'the pin is of another type',
    unknown: 'not in known_hosts',
    revoked: 'revoked',
    'bad-certificate': 'in a certificate that is not valid',
    'not-pinned': 'not pinned',
  }
  return say`${keyType(facts.presented.type)}, ${literal(pin[facts.pin.verdict])}`
}

function authentication(facts: AuthenticationFacts): Words {
  const offers =
    facts.methods === null || facts.methods.length === 0
      ? literal('')
      : say`; the server takes ${list(facts.methods.map((method) => say`${method}`))}`
  if (facts.disconnect !== null)
    return say`the server closed the connection: ${facts.disconnect.text}`
  const words = {
    accepted: 'accepted',
    rejected: 'rejected',
    partial: 'accepted, and the server wants more',
    unavailable: 'nothing to try',
    closed: 'closed by the server',
    reset: 'reset by the server',
    disconnected: 'the server closed the connection',
    stalled: 'no answer',
  }
  if (facts.outcome === 'accepted') return say`${facts.acceptedBy ?? 'login'} accepted`
  return say`${literal(words[facts.outcome])}${offers}`
}

function forwarding({ host, port, outcome, refusal, disconnect }: ForwardingFacts): Words {
  if (outcome === 'open') return say`connected to ${host} port ${port}`
  if (refusal?.reason === 1) return say`forbidden to ${host} port ${port}`
  if (refusal !== null) return say`no connection to ${host} port ${port}: ${refusal.text}`
  if (disconnect !== null) return say`the jump host closed the connection: ${disconnect.text}`
  const words = {
    refused: 'refused',
    closed: 'closed by the jump host',
    reset: 'reset by the jump host',
    disconnected: 'the jump host closed the connection',
    stalled: 'no answer',
  }
  return literal(words[outcome])
}

function session(facts: SessionFacts): Words {
  const exec = phrase(facts.exec, (value) => {
    if (value.outcome !== 'ran') return literal(`no shell (${value.outcome.replaceAll('-', ' ')})`)
    if (!value.tokenSeen) return literal('our command did not run')
    return literal(
      value.before === '' && value.after === '' ? 'shell is clean' : 'shell prints text',
    )
  })
  const sftp = phrase(facts.sftp, (value) => literal(value.outcome.replaceAll('-', ' ')))
  return say`${exec}, SFTP ${sftp}`
}
