import { pinnedTypes, readPins } from '../ssh/host-key-pins'
import type { HostKeyTypes, SshSession } from '../ssh/session'
import { authenticate } from './stages/authentication'
import { compareHostKey } from './stages/host-key'
import { listen } from './stages/identification'
import { exchangeKeys } from './stages/key-exchange'
import type { HostSession, Deps, Transport } from './host-session'

/**
 * The stages from the banner to the login, the same for a jump host and for the target. `then` is what is done once logged
 * in; the connection is closed after it.
 */
export async function logIn(
  host: HostSession,
  transport: Transport,
  { clock, connections, order }: Deps,
  then: (session: SshSession) => Promise<void>,
): Promise<void> {
  const { facts, credentials, stages, signers } = host
  const user = credentials.username
  if (user === null) return
  const banner = await stages.gather('banner', () => listen(transport.stream, clock))
  const identified = banner?.identified
  if (!identified) return

  const { pins } = readPins(host.pins, facts.host, facts.port)
  const certificates = pins.authorities.length > 0
  const types = { first: pinnedTypes(pins), without: [], certificates }
  const exchange = await stages.gather('kex', () => exchangeKeys(identified, types, clock))
  const first = exchange?.session
  if (!first) return
  const again = async (others: HostKeyTypes) => {
    const stream = await transport.again()
    const second = stream && (await listen(stream, clock)).identified
    return second && (await exchangeKeys(second, others, clock)).session
  }
  const comparison = await stages.gather('hostkey', () =>
    compareHostKey(pins, facts.host ?? '', first, again, clock),
  )
  const session = comparison?.session
  if (!session) return
  const { password } = credentials

  try {
    const shownUser = facts.user ?? ''
    const loginCredentials = { user, shownUser, keys: signers, password, ...order }
    const login = await stages.gather('auth', async () => ({
      fact: await authenticate(session, loginCredentials, clock),
    }))
    if (login?.fact.state !== 'observed' || login.fact.value.outcome !== 'accepted') return
    connections.loggedIn()
    stages.keepKeyOfLogin()
    await then(session)
    stages.addHostKeys(session.announced.hostKeys)
  } finally {
    await session.close()
  }
}
