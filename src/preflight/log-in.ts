import { makeOffer, type Offer } from '../ssh/algorithms'
import { pinnedTypes, readPins } from '../ssh/host-key-pins'
import { authenticate } from './stages/authentication'
import { compareHostKey } from './stages/host-key'
import { listen } from './stages/identification'
import { exchangeKeys, type SecureConnection } from './stages/key-exchange'
import { SessionListener } from './stages/session'
import type { HostSession, Means, Way } from './host-session'

/**
 * The stages from the banner to the login, the same for a jump host and for the target. `then` is what is done once logged
 * in; the connection is closed after it.
 */
export async function logIn(
  host: HostSession,
  way: Way,
  { clock, connections }: Means,
  then: (secure: SecureConnection, listener: SessionListener) => Promise<void>,
): Promise<void> {
  const { facts, credentials, stages, signer } = host
  const user = credentials.username
  if (user === null) return
  const banner = await stages.gather('banner', () => listen(way.stream, clock))
  const greeted = banner?.greeted
  if (!greeted) return

  const { pins } = readPins(host.pins, facts.host, facts.port)
  const offer = makeOffer({ first: pinnedTypes(pins), without: [] })
  const exchange = await stages.gather('kex', () => exchangeKeys(greeted, offer, clock))
  const first = exchange?.secure
  if (!first) return
  const again = async (other: Offer) => {
    const stream = await way.again()
    const second = stream && (await listen(stream, clock)).greeted
    return second && (await exchangeKeys(second, other, clock)).secure
  }
  const comparison = await stages.gather('hostkey', () => compareHostKey(pins, first, again, clock))
  const secure = comparison?.secure
  if (!secure) return
  const password = comparison.trust === 'full' ? credentials.password : null
  if (signer === null && password === null) return

  const listener = new SessionListener(secure)
  try {
    const proof = { user, shownUser: facts.user ?? '', key: signer?.parsed ?? null, password }
    const login = await stages.gather('auth', async () => ({
      fact: await authenticate(secure, proof, clock),
    }))
    if (login?.fact.state !== 'observed' || login.fact.value.outcome !== 'accepted') return
    connections.loggedIn()
    await then(secure, listener)
    stages.addHostKeys(listener.announced)
  } finally {
    await secure.connection.close(clock)
  }
}
