import type { PinFacts } from '../../facts'
import { list, say } from '../../text/words'
import { defineCause } from '../cause'
import { pinDeploySteps } from '../fixes/pin-deploy'
import { compareOnServer, fingerprints, pinFix } from '../readings/pinned-key'

export const hostkeyUnknown = defineCause({
  id: 'hostkey/unknown',
  title: 'known_hosts has no line for this host and port',
  severity: 'error',
  pointsAt: 'known_hosts',
  page: {
    means:
      'The `known_hosts` text holds no line that names this host and port, so nothing confirms the server, and a strict client refuses it. Often the line is for another name of the same server (an address instead of a name, with or without `www.`). Or the port is not 22 and the line lacks it. For such a port the name must be written `[host]:port`.',
    detection:
      'Each line was compared with the name as OpenSSH does it, hashed names and wildcards included. An `@cert-authority` line counts when the server presents a certificate that this authority signed. A line for the bare name counts for another port only when its key is equal.',
    firstMove:
      'Add the output of `ssh-keyscan -p PORT HOST` to known_hosts, with the same name and port.',
  },
  lookalikes: {
    'A pin of another key of this host': 'No line of the pins is about this host and port.',
  },
  needs: ['hostkey'],
  judge({ hostkey: { pin, presented }, input }) {
    if (pin.verdict !== 'unknown') return null
    return {
      certainty: 'proved',
      evidence: {
        host: input.host ?? '',
        port: input.port,
        fingerprint: presented.fingerprint,
        near: pin.near.slice(0, 5),
        authority: authorityOf(pin),
      },
    }
  },
  explain({ host, port, near, authority }, view) {
    const { presented } = view.hostkey
    return {
      verdict: say`known_hosts does not know ${host} on port ${port}`,
      why: say`every line was compared with the host and the port, and none names both.`,
      observed: [
        say`The server showed ${fingerprints([presented])}.`,
        ...(near.length > 0
          ? [
              say`Similar lines, with another key or another port: ${list(near.map((name) => say`${name}`))}.`,
            ]
          : []),
        authority === 'no-certificate' &&
          say`known_hosts trusts a certificate authority for this host, and the server has no host certificate.`,
        authority === 'other' &&
          say`The server has a host certificate, of an authority that known_hosts does not name.`,
        ...(port === 22
          ? []
          : [say`For a port other than 22 the name must be written ${`[${host}]:${port}`}.`]),
      ],
      fixes: [
        compareOnServer(view, presented.type),
        pinFix(view, say`Only when the two are equal: add this line.`, [presented]),
        ...pinDeploySteps(view, [presented]),
      ],
    }
  },
})

/** What an @cert-authority line for this host found: nothing to verify, or a certificate of another authority. */
function authorityOf({ pinned, certificate }: PinFacts): 'none' | 'no-certificate' | 'other' {
  if (!pinned.some(({ type }) => type?.startsWith('@cert-authority'))) return 'none'
  return certificate ? 'other' : 'no-certificate'
}
